import { createHash } from 'node:crypto';
import { networkOf } from '../../learning/models/models.ts';
import { fitFile } from '../../learning/weights/fit-file.ts';
import { startBytes } from '../../learning/weights/start-file.ts';
import { answerThread } from '../../store/answer-thread.ts';
import type { WeightsAnswer, WeightsQuestion } from './weights.ts';

/** The thread that reads files of weights: whatever they are, strokes go on being saved. */

answerThread<WeightsQuestion, WeightsAnswer>(({ path, settings, classes, pictures }) => {
  const network = networkOf(settings, classes);
  const { report, values } = fitFile(path, network, pictures);
  const bytes = startBytes(network, values);
  return { report, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
});
