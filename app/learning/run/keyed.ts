import type { RunJob } from '../../contract/run-folder.ts';
import type { Keyed, RunProgress } from '../../contract/run-weights.ts';
import { unlabelledOrder } from '../data/batch-orders.ts';
import { stepsPerEpoch } from '../data/batches.ts';
import { pictureOrder } from '../data/picture-order.ts';
import { keyOf } from '../data/random.ts';
import type { Samples } from '../data/samples.ts';
import { sha256Of } from '../files/sha256.ts';
import { adam } from '../operations/optimisers.ts';
import { rateAt } from './schedule.ts';

export interface KeyedOf {
  readonly job: RunJob;
  readonly samples: Pick<Samples, 'train' | 'unlabelled'>;
  /** Pictures in a step. */
  readonly batch: number;
}

/** Everything that is drawn or counted rather than learned, as the next step will have it. */
export function keyedAt({ job, samples, batch }: KeyedOf, { step, epoch }: RunProgress): Keyed {
  const { settings } = job;
  const { train, unlabelled } = samples;
  const perEpoch = stepsPerEpoch(train.length, batch);
  const order = pictureOrder(train, settings.oversample)(keyOf('order', settings.seed, epoch));
  const pictures = unlabelled.length;
  const beside =
    pictures === 0 ? [] : unlabelledOrder({ pictures, batch, seed: settings.seed })(step);
  const next = step + 1;
  return {
    order: sha256Of(new Uint8Array(Uint32Array.from([...order, ...beside]).buffer)),
    cursor: step - epoch * perEpoch,
    dropout: keyOf('dropout', settings.seed, next),
    vary: keyOf('vary', settings.seed, epoch, order[0] ?? 0),
    beta1Power: Math.pow(adam.beta1, next),
    beta2Power: Math.pow(adam.beta2, next),
    rate: rateAt(settings, { step: next, steps: perEpoch * settings.epochs }),
  };
}

/** What would not be as it was, in words; null when a run goes on bit for bit. */
export function driftInWords(written: Keyed, now: Keyed): string | null {
  const names: Readonly<Record<keyof Keyed, string>> = {
    order: 'the order of the pictures',
    cursor: 'the place in that order',
    dropout: 'the dropout',
    vary: 'the variation of pictures',
    beta1Power: "the optimiser's powers",
    beta2Power: "the optimiser's powers",
    rate: 'the learning rate',
  };
  const different = (Object.keys(names) as (keyof Keyed)[]).filter(
    (name) => written[name] !== now[name],
  );
  if (different.length === 0) return null;
  const list = [...new Set(different.map((name) => names[name]))].join(', ');
  return `The run goes on with what it learned, but not bit for bit as before: ${list} differ from those of its checkpoint.`;
}
