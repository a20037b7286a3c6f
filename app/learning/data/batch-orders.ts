import type { Sample } from '../../contract/run-folder.ts';
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
  },
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
    for (let start = 0; start < samples.validation.length; start += batch) {
      const end = Math.min(samples.validation.length, start + batch);
      const indices = Array.from({ length: end - start }, (_, at) => start + at);
      yield { kind: 'plain', members: membersOf(samples.validation, indices) };
    }
  }
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
