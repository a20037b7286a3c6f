import type { Sample } from '../../contract/run-folder.ts';
import { mapSideOf, type TrainingSettings } from '../../contract/training.ts';
import { uprightSize, type Point } from '../../domain/geometry.ts';
import { contentOf, letterboxOf } from '../../mask/letterbox.ts';
import { windowsSideBySide } from '../../mask/windows.ts';
import { pictureOrder } from './picture-order.ts';
import { indicesAt, stepsPerEpoch, type BatchOrder } from './batches.ts';
import { keyOf, shuffled } from './random.ts';
import type { Samples } from './samples.ts';

/**
 * What a run will ask for, batch after batch, from a step on: the steps of each epoch, each with as many pictures without labels
 * where there are some, then its validation. It follows from
 * seed, epoch and step alone, so that batches can be made ahead, and a resumed run asks for what the uninterrupted one would
 * have asked for.
 */
export function* batchOrders(
  given: {
    readonly samples: Samples;
    /** Pictures in a step. */
    readonly batch: number;
    readonly epochs: number;
    readonly seed: number;
    /** Show pictures with rare classes more often. */
    readonly oversample: boolean;
  } & Parts,
  from: { readonly step: number; readonly epoch: number },
): Generator<BatchOrder, undefined> {
  const { samples, batch, epochs, seed, oversample } = given;
  const pictures = samples.train.length;
  const perEpoch = stepsPerEpoch(pictures, batch);
  const order = pictureOrder(samples.train, oversample);
  const beside = unlabelledOrder({ pictures: samples.unlabelled.length, batch, seed });
  for (let epoch = from.epoch; epoch < epochs; epoch++) {
    const first = epoch === from.epoch ? from.step - epoch * perEpoch : 0;
    for (let cursor = first; cursor < perEpoch; cursor++) {
      const indices = indicesAt({ order, batch, seed }, { epoch, cursor });
      yield { kind: 'varied', epoch, members: membersOf(samples.train, indices) };
      if (samples.unlabelled.length === 0) continue;
      const step = epoch * perEpoch + cursor;
      yield { kind: 'weak-and-strong', step, members: membersOf(samples.unlabelled, beside(step)) };
    }
    yield* validationOrders(samples.validation, given);
  }
}

/** The settings by which a picture is taken apart. */
export type Parts = Pick<TrainingSettings, 'size' | 'tiles'>;

/** The batches of a validation: each picture, in all its parts, one after the other. */
export function validationOrders(
  samples: readonly Sample[],
  { batch, ...parts }: Parts & { readonly batch: number },
): readonly BatchOrder[] {
  const all = samples.flatMap((sample, index) =>
    partsOf(sample, parts).map((corner) => ({ index, sample, corner })),
  );
  return Array.from({ length: Math.ceil(all.length / batch) }, (_, nth) => ({
    kind: 'plain',
    members: all.slice(nth * batch, (nth + 1) * batch),
  }));
}

/** Which windows a picture is validated in: their corners in its square. */
export function partsOf(sample: Sample, { size, tiles }: Parts): readonly Point[] {
  const sidePx = mapSideOf({ size, tiles });
  const letterbox = letterboxOf(uprightSize(sample, sample.turn), sidePx);
  return windowsSideBySide({ content: contentOf(letterbox), sidePx, windowPx: size });
}

/**
 * Which pictures without labels a step, counted from 0, looks at: all of them one after the other, in a new order each time
 * round, whatever an epoch is to the labelled ones.
 */
export function unlabelledOrder({
  pictures,
  batch,
  seed,
}: {
  readonly pictures: number;
  readonly batch: number;
  readonly seed: number;
}): (step: number) => readonly number[] {
  let present: { readonly round: number; readonly order: Uint32Array } | null = null;

  function orderOf(round: number): Uint32Array {
    if (present?.round !== round) {
      present = { round, order: shuffled(pictures, keyOf('unlabelled', seed, round)) };
    }
    return present.order;
  }

  return (step) =>
    Array.from({ length: batch }, (_, at) => {
      const place = step * batch + at;
      return orderOf(Math.floor(place / pictures))[place % pictures] ?? 0;
    });
}

function membersOf(samples: readonly Sample[], indices: readonly number[]): BatchOrder['members'] {
  return indices.flatMap((index) => {
    const sample = samples[index];
    return sample === undefined ? [] : [{ index, sample }];
  });
}
