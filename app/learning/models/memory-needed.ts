import type { TrainingSettings } from '../../contract/training.ts';
import { slotsOf } from '../operations/optimisers.ts';
import { taughtNetwork } from './deep-supervision.ts';
import { sizeOfShape, weightSpecs, type Network } from './network.ts';

const bytesEach = 4;

/** The settings that decide how much is kept for each weight, how many pictures a step has for each of its batch, and which layers answer. */
export type KeptPerWeight = Partial<
  Pick<TrainingSettings, 'optimiser' | 'ema' | 'unlabelled' | 'deepSupervision'>
>;

/**
 * What a step of training holds, in bytes, all of it 32-bit numbers:
 *
 *     weights      parameters, gathered ones included, and where they are averaged their averages
 *     optimiser    for each that is learned, the gradient and what the optimiser keeps: two averages of Adam, one of SGD
 *     activations  batch x (what every layer gives + 2 x the largest of that); twice that with pictures without labels, whose
 *                  teacher is an average
 *
 * Answers of inner levels count among the layers where they are taught. What a layer gives is kept until its gradient is taken, by a normalisation both before and after it is cut off at zero, by
 * a hard swish together with the share that it gives of its input; on the way back there is, besides, a gradient that comes
 * in and one that goes out. Room that kernels take for themselves comes on top, the graph, some 200 MB where there are
 * hundreds of layers, the library with its threads, and pictures on their way (`run/pipeline.ts` bounds them; 16 bytes a pixel of
 * a batch once they are in it): `npm run bench network-memory` measures what it comes to.
 */
export function memoryNeeded(
  deployed: Network,
  batch: number,
  { optimiser = 'adam', ema = 0, unlabelled = false, deepSupervision = false }: KeptPerWeight = {},
): { readonly weights: number; readonly optimiser: number; readonly activations: number } {
  const network = deepSupervision ? taughtNetwork(deployed) : deployed;
  const count = (which: (trained: boolean) => boolean): number =>
    weightSpecs(network)
      .filter(({ trained }) => which(trained))
      .reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
  const given = network.layers.flatMap((layer) => {
    const { width, height, channels } = layer.shape;
    const own = width * height * channels;
    const isTwofold =
      ((layer.kind === 'normalisation' || layer.kind === 'group-normalisation') && layer.relu) ||
      (layer.kind === 'activation' && layer.of === 'hard-swish');
    return isTwofold ? [own, own] : [own];
  });
  const kept = given.reduce((sum, each) => sum + each, 0) + 2 * Math.max(...given);
  return {
    weights: bytesEach * (ema > 0 || unlabelled ? 2 : 1) * count(() => true),
    optimiser: bytesEach * (1 + slotsOf({ kind: optimiser }).length) * count((trained) => trained),
    activations: bytesEach * (unlabelled ? 2 : 1) * batch * kept,
  };
}
