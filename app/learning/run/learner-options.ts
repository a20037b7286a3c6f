import type { RunJob } from '../../contract/run-folder.ts';
import { classWeightsOf } from '../data/class-weights.ts';
import { labelAreasPx2, type Samples } from '../data/samples.ts';
import type { Network } from '../models/network.ts';
import { optimiserOf } from '../operations/optimisers.ts';
import type { LearnerOptions } from './learner.ts';
import { averagingOf } from './pseudo-labels.ts';

/** What a job's settings and pictures make of its steps. */
export function learnerOptions(
  { settings }: RunJob,
  {
    backend,
    network,
    samples,
    ...start
  }: Pick<LearnerOptions, 'backend' | 'batch' | 'weights' | 'slots'> & {
    readonly network: Network;
    readonly samples: Samples;
  },
): LearnerOptions {
  const pseudoLabelled = samples.unlabelled.length > 0;
  const classWeights = classWeightsOf(
    labelAreasPx2(samples.train, network.classes),
    settings.classBalance,
  );
  return {
    backend,
    settings: {
      network,
      operations: backend.operations,
      loss: { kind: settings.loss, classWeights },
      optimiser: optimiserOf(settings),
      clipNorm: settings.clipNorm,
      averaging: averagingOf(settings, { isTeaching: pseudoLabelled }),
      pseudoLabelled,
    },
    ...start,
  };
}
