import * as v from 'valibot';
import { count, path, runName, weights } from './shapes.ts';

/** Weights that a person has, laid onto the layers of a network: what a run may start from instead of random numbers. */

/** How a network was given its pictures while it learned; every network here gets `unit`. */
export const picturesGivenNames = ['unit', 'signed', 'caffe', 'torchvision'] as const;
export type PicturesGiven = (typeof picturesGivenNames)[number];

interface GivenChannel {
  /** Of red, green and blue, from 0. */
  readonly of: number;
  /** It was given `scale * value + shift` of a value of 0..1. */
  readonly scale: number;
  readonly shift: number;
}

const scaled = (scale: number, shift: number): readonly GivenChannel[] =>
  [0, 1, 2].map((of) => ({ of, scale, shift }));

/**
 * The channels in the order of the network. `signed`: -1..1, as MobileNet in Keras. `caffe`: blue, green and red of 0..255 less the mean
 * of ImageNet, as VGG and ResNet in Keras (`keras.applications.imagenet_utils`) and all of keras-segmentation. `torchvision`: less the
 * mean and over the deviation of ImageNet (`torchvision.models`).
 */
export const inputRangeOf: Readonly<
  Record<PicturesGiven, { readonly channels: readonly GivenChannel[] }>
> = {
  unit: { channels: scaled(1, 0) },
  signed: { channels: scaled(2, -1) },
  caffe: {
    channels: [
      { of: 2, scale: 255, shift: -103.939 },
      { of: 1, scale: 255, shift: -116.779 },
      { of: 0, scale: 255, shift: -123.68 },
    ],
  },
  torchvision: {
    channels: [
      { of: 0, scale: 1 / 0.229, shift: -0.485 / 0.229 },
      { of: 1, scale: 1 / 0.224, shift: -0.456 / 0.224 },
      { of: 2, scale: 1 / 0.225, shift: -0.406 / 0.225 },
    ],
  },
};

/** A file with weights, of Keras, PyTorch, TensorFlow.js or safetensors; or what an earlier run of the project learned. */
export const weightsSource = v.variant('kind', [
  v.object({
    kind: v.literal('file'),
    file: path,
    pictures: v.optional(v.picklist(picturesGivenNames)),
  }),
  v.object({ kind: v.literal('run'), run: runName, weights }),
]);
export type WeightsSource = v.InferOutput<typeof weightsSource>;

const sides = v.array(count);
const tally = v.object({ layers: count, numbers: count });

/** What a file gives a network, layer by layer. Shapes as they lie here: kernels [height, width, in, out]. */
export const weightsFit = v.object({
  /** Without its folder; of an earlier run, the run's name. */
  file: v.string(),
  /** Such as "Keras (.weights.h5)". */
  format: v.string(),
  /** Every layer of the network that has weights, in its order. */
  layers: v.array(
    v.object({
      layer: v.string(),
      verdict: v.picklist(['taken', 'mismatch', 'missing']),
      /** The layer of the file, and how it was found: by its name, or by its place among those of its class. */
      from: v.nullable(v.string()),
      by: v.nullable(v.picklist(['name', 'order'])),
      /** `found` is null where the file has no such weight: it begins anew. */
      weights: v.array(v.object({ name: v.string(), wanted: sides, found: v.nullable(sides) })),
    }),
  ),
  /** What the file holds besides, by its own names and with its own shapes. */
  left: v.array(v.object({ name: v.string(), shape: sides })),
  taken: tally,
  of: tally,
});
export type WeightsFit = v.InferOutput<typeof weightsFit>;

/** What a run began with, where that was not random numbers alone: kept in its job. */
export const weightsOrigin = v.object({
  file: v.string(),
  format: v.string(),
  /** How the network of the file was given pictures; left out where as here. */
  pictures: v.optional(v.picklist(picturesGivenNames)),
  /** SHA-256 of `start/weights.safetensors`, which holds what was taken. */
  sha256: v.string(),
  taken: tally,
  of: tally,
});
export type WeightsOrigin = v.InferOutput<typeof weightsOrigin>;
