import { StudioError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/run-folder.ts';
import type { VariedBy } from '../../contract/training.ts';
import type { Point } from '../../domain/geometry.ts';
import { drawnWindow } from './drawn-window.ts';
import type { Prepared } from './letterboxed.ts';
import type { PictureLibrary } from './picture-library.ts';
import { pasteObjects, type Donor } from './pasted.ts';
import type { PictureOrder } from './picture-order.ts';
import { keyOf, numbersOf } from './random.ts';
import { asItIs, variationOf, weakAndStrong } from './variation.ts';
import { cover, writeVaried, type Place } from './varied.ts';

/** Pictures as floats of 0..1 and label values with 255 for ignore, one picture after the other. */
export interface Batch {
  readonly count: number;
  readonly sidePx: number;
  readonly pictures: Float32Array;
  readonly labels: Int32Array;
  /** Which samples these are. */
  readonly indices: readonly number[];
}

/** How many steps an epoch has. All batches are of one size: what is left over comes another time. */
export function stepsPerEpoch(pictures: number, batch: number): number {
  return Math.max(1, Math.floor(pictures / batch));
}

/** Which samples step `cursor` (from 0) of an epoch (from 0) learns from. */
export function indicesAt(
  { order, batch, seed }: { order: PictureOrder; batch: number; seed: number },
  { epoch, cursor }: { epoch: number; cursor: number },
): readonly number[] {
  const shown = order(keyOf('order', seed, epoch));
  return [...shown.subarray(cursor * batch, (cursor + 1) * batch)];
}

/** A batch to be made. The samples go with it, so that whoever makes it needs no list of all. */
export type BatchOrder = { readonly members: readonly Ordered[] } & (
  | {
      /** For a step: each picture varied as settings and epoch say. */
      readonly kind: 'varied';
      readonly epoch: number;
    }
  /**
   * Without labels, for a step: each picture twice, first all varied weakly and then all in the same places strongly. The
   * strong ones have label 0 where there is something to learn, else 255.
   */
  | { readonly kind: 'weak-and-strong'; readonly step: number }
  /** For a validation: as they are, or windows of them. */
  | { readonly kind: 'plain' }
);

/** How many pictures the batch of an order has, when all can be read. */
export function picturesIn({ kind, members }: BatchOrder): number {
  return kind === 'weak-and-strong' ? 2 * members.length : members.length;
}

export interface Ordered {
  /** Its place in the list that it is of. */
  readonly index: number;
  readonly sample: Sample;
  /** Of a plain one: the corner of what is seen of it; its own where it is left out. */
  readonly corner?: Point;
}

export interface MakingOptions {
  /** Its squares are `tiles` times as large as those of the batch. */
  readonly library: PictureLibrary;
  readonly settings: VariedBy;
  /** Arrays of an earlier batch, to be filled anew where they fit: fresh memory costs more than filling it. */
  readonly spare?: Spare | undefined;
}

export type Spare = Pick<Batch, 'pictures' | 'labels'>;

/**
 * Makes a batch; the same order always gives the same one. In a batch for a step, a picture that cannot be read is stood in
 * for by another one of it, so that all are of one size; rejects when none can be read. A plain one lacks what cannot be
 * read, and is null when nothing is left.
 */
export async function makeBatch(order: BatchOrder, options: MakingOptions): Promise<Batch | null> {
  const members = await readable(order.members, options.library);
  if (order.kind === 'plain') {
    if (members.length === 0) return null;
    return batchOf(members, options, (place, { prepared, corner }) => {
      writeVaried(place, prepared, corner === undefined ? asItIs : { ...asItIs, corner });
    });
  }
  const full = fullNumber(members, order.members.length);
  if (order.kind === 'weak-and-strong') return weaklyAndStrongly(full, order.step, options);
  const { epoch } = order;
  return batchOf(full, options, (place, member, at) => {
    const { settings } = options;
    const { image } = member.sample;
    const corner = windowOf(member, settings, keyOf('window', settings.seed, epoch, image));
    const varied = variationOf(settings, keyOf('vary', settings.seed, epoch, image));
    const variation = { ...varied, corner };
    writeVaried(place, member.prepared, variation);
    const donor = settings.copyPaste ? donorOf({ members: full, at, epoch, settings }) : null;
    if (donor !== null) pasteObjects(place, donor);
    if (variation.cover !== null) cover(place, variation.cover);
  });
}

function weaklyAndStrongly(
  members: readonly Member[],
  step: number,
  options: MakingOptions,
): Batch {
  const { settings } = options;
  const count = members.length;
  return batchOf([...members, ...members], options, (place, member, at) => {
    const key = keyOf('weak-and-strong', settings.seed, step, at % count);
    const { weak, strong } = weakAndStrong(settings, key);
    const corner = windowOf(member, settings, keyOf('unlabelled-window', key));
    if (at < count) {
      writeVaried(place, member.prepared, { ...weak, corner });
      return;
    }
    writeVaried(place, member.prepared, { ...strong, corner });
    if (strong.cover !== null) cover(place, strong.cover);
  });
}

/** For half of the pictures another one of the batch, of whose objects each is taken or not; null for the others. */
function donorOf({
  members,
  at,
  epoch,
  settings,
}: {
  readonly members: readonly Member[];
  readonly at: number;
  readonly epoch: number;
  readonly settings: VariedBy;
}): Donor | null {
  const next = numbersOf(keyOf('paste', settings.seed, epoch, members[at]?.sample.image ?? 0));
  const isPasted = next() < 0.5;
  const away = 1 + Math.floor(next() * (members.length - 1));
  const donor = members[(at + away) % members.length];
  if (!isPasted || members.length < 2 || donor === undefined) return null;
  const values = donor.sample.labels.map(({ value }) => value);
  const isTaken = values.map(() => next() < 0.5);
  const key = Math.floor(next() * 2 ** 32);
  const corner = drawnWindow(
    { ...donor, objects: [...isTaken.keys()].filter((object) => isTaken[object]) },
    { key: keyOf('pasted-window', key), windowPx: windowPxOf(donor, settings), objectShare: 1 },
  );
  return {
    prepared: donor.prepared,
    values,
    isTaken,
    variation: { ...variationOf(settings, key), corner },
  };
}

/** Of what a picture is shown, where it is shown in parts: half of the parts show something that is labelled. */
const labelledShare = 0.5;

function windowOf(member: Member, settings: VariedBy, key: number): Point {
  return drawnWindow(
    { ...member, objects: [...member.sample.labels.keys()] },
    { key, windowPx: windowPxOf(member, settings), objectShare: labelledShare },
  );
}

function windowPxOf({ prepared }: Pick<Member, 'prepared'>, { tiles }: VariedBy): number {
  return prepared.sidePx / tiles;
}

interface Member extends Ordered {
  readonly prepared: Prepared;
}

async function readable(
  members: readonly Ordered[],
  library: PictureLibrary,
): Promise<readonly Member[]> {
  // Several windows may be of one picture, which is read once.
  const asked = new Map<number, Promise<Prepared | null>>();
  const found = await Promise.all(
    members.map(async (each) => {
      const { sample } = each;
      const coming = asked.get(sample.image) ?? library.get(sample);
      asked.set(sample.image, coming);
      return { ...each, prepared: await coming };
    }),
  );
  return found.flatMap(({ prepared, ...each }) =>
    prepared === null ? [] : [{ ...each, prepared }],
  );
}

function fullNumber(members: readonly Member[], count: number): readonly Member[] {
  const [first] = members;
  if (first === undefined) {
    throw new StudioError(
      'bad-input',
      'None of the pictures of a whole batch could be read; log.txt names them. Find the pictures again (relink their folder), then start the run anew.',
    );
  }
  const standIns = Array.from(
    { length: count - members.length },
    (_, at) => members[at % members.length] ?? first,
  );
  return [...members, ...standIns];
}

function batchOf(
  members: readonly Member[],
  { spare, settings }: MakingOptions,
  write: (place: Place, member: Member, at: number) => void,
): Batch {
  const [first] = members;
  const sidePx = first === undefined ? 0 : windowPxOf(first, settings);
  const area = sidePx * sidePx;
  const length = members.length * area;
  const isFitting = spare?.labels.length === length && spare.pictures.length === length * 3;
  const { pictures, labels } = isFitting
    ? spare
    : { pictures: new Float32Array(length * 3), labels: new Int32Array(length) };
  members.forEach((member, at) => {
    const place = {
      pictures: pictures.subarray(at * area * 3, (at + 1) * area * 3),
      labels: labels.subarray(at * area, (at + 1) * area),
    };
    write(place, member, at);
  });
  const indices = members.map(({ index }) => index);
  return { count: members.length, sidePx, pictures, labels, indices };
}

/** One batch behind the other. */
export function joined(first: Batch, second: Batch): Batch {
  const pictures = new Float32Array(first.pictures.length + second.pictures.length);
  pictures.set(first.pictures);
  pictures.set(second.pictures, first.pictures.length);
  const labels = new Int32Array(first.labels.length + second.labels.length);
  labels.set(first.labels);
  labels.set(second.labels, first.labels.length);
  const { sidePx } = first;
  const indices = [...first.indices, ...second.indices];
  return { count: first.count + second.count, sidePx, pictures, labels, indices };
}

/** The pictures of a batch from one on and before another, in the same memory. */
export function partOf(batch: Batch, from: number, to: number): Batch {
  const { sidePx, pictures, labels, indices } = batch;
  const area = sidePx * sidePx;
  return {
    count: to - from,
    sidePx,
    pictures: pictures.subarray(from * area * 3, to * area * 3),
    labels: labels.subarray(from * area, to * area),
    indices: indices.slice(from, to),
  };
}
