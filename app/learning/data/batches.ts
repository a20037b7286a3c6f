import { StudioError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/run-folder.ts';
import type { VariedBy } from '../../contract/training.ts';
import type { Point } from '../../domain/geometry.ts';
import { drawnWindow } from './drawn-window.ts';
import type { Prepared } from './letterboxed.ts';
import type { PictureLibrary } from './picture-library.ts';
import { pasteObjects, type Donor } from './pasted.ts';
import type { PictureOrder } from './picture-order.ts';
import { readInTurn } from './picture-reader.ts';
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
 *
 * A picture is let go as soon as it is in its place: a batch of large ones would take several times the room of what it is
 * made into.
 */
export async function makeBatch(order: BatchOrder, options: MakingOptions): Promise<Batch | null> {
  const gone = new Set<number>();
  for (;;) {
    const readable = order.members.filter(({ sample }) => !gone.has(sample.image));
    if (order.kind === 'plain' && readable.length === 0) return null;
    const members = order.kind === 'plain' ? readable : fullNumber(readable, order.members.length);
    const making = emptyBatch(order.kind, members, options);
    const missing = await placeEach(members, options.library, placingOf(order, making, options));
    if (missing.length === 0) return making.batch;
    // From the beginning: who stands in for whom and whose objects are pasted follows from which can be read.
    for (const image of missing) gone.add(image);
  }
}

/** Called with each picture in its turn. */
type Placing = (member: Member, at: number) => void;

/** Which images could not be read; after the first of them nothing is placed. */
async function placeEach(
  members: readonly Ordered[],
  library: PictureLibrary,
  place: Placing,
): Promise<readonly number[]> {
  const missing: number[] = [];
  const samples = members.map(({ sample }) => sample);
  let at = 0;
  for await (const prepared of readInTurn(samples, library)) {
    const member = members[at]!;
    if (prepared === null) missing.push(member.sample.image);
    else if (missing.length === 0) place({ ...member, prepared }, at);
    at += 1;
  }
  return missing;
}

function placingOf(order: BatchOrder, making: BatchInMaking, options: MakingOptions): Placing {
  switch (order.kind) {
    case 'plain':
      return ({ prepared, corner = asItIs.corner }, at) => {
        writeVaried(making.placeAt(at), prepared, { ...asItIs, corner });
      };
    case 'varied':
      return varied(order.epoch, making, options);
    case 'weak-and-strong':
      return weaklyAndStrongly(order.step, making, options);
  }
}

function varied(
  epoch: number,
  { members, placeAt }: BatchInMaking,
  { settings }: MakingOptions,
): Placing {
  const variations = members.map(({ sample: { image } }) =>
    variationOf(settings, keyOf('vary', settings.seed, epoch, image)),
  );
  const donations = members.map((_, at) =>
    settings.copyPaste ? donationTo({ members, at, epoch, settings }) : null,
  );
  /** Those in their places of which something is pasted into a later one. */
  const kept = new Map<number, Member>();
  return (member, at) => {
    const key = keyOf('window', settings.seed, epoch, member.sample.image);
    const corner = windowOf(member, settings, key);
    writeVaried(placeAt(at), member.prepared, { ...variations[at]!, corner });
    kept.set(at, member);
    donations.forEach((donation, to) => {
      // Once both are there; what is covered lies on top.
      if (Math.max(to, donation?.from ?? to) !== at) return;
      const donor = donation === null ? undefined : kept.get(donation.from);
      if (donation !== null && donor !== undefined) {
        pasteObjects(placeAt(to), donorOf(donation, donor, settings));
      }
      const { cover: covered } = variations[to]!;
      if (covered !== null) cover(placeAt(to), covered);
    });
    for (const from of kept.keys()) {
      const isWanted = donations.some((donation, to) => to > at && donation?.from === from);
      if (!isWanted) kept.delete(from);
    }
  };
}

function weaklyAndStrongly(
  step: number,
  { members, placeAt }: BatchInMaking,
  { settings }: MakingOptions,
): Placing {
  return (member, at) => {
    const key = keyOf('weak-and-strong', settings.seed, step, at);
    const { weak, strong } = weakAndStrong(settings, key);
    const corner = windowOf(member, settings, keyOf('unlabelled-window', key));
    writeVaried(placeAt(at), member.prepared, { ...weak, corner });
    const stronglyAt = placeAt(members.length + at);
    writeVaried(stronglyAt, member.prepared, { ...strong, corner });
    if (strong.cover !== null) cover(stronglyAt, strong.cover);
  };
}

/** What is pasted into a picture of a batch. */
interface Donation {
  /** The place in the batch of whose objects each is taken or not. */
  readonly from: number;
  readonly isTaken: readonly boolean[];
  readonly key: number;
}

/** For half of the pictures; null for the others. */
function donationTo({
  members,
  at,
  epoch,
  settings,
}: {
  readonly members: readonly Ordered[];
  readonly at: number;
  readonly epoch: number;
  readonly settings: VariedBy;
}): Donation | null {
  const next = numbersOf(keyOf('paste', settings.seed, epoch, members[at]?.sample.image ?? 0));
  const isPasted = next() < 0.5;
  const away = 1 + Math.floor(next() * (members.length - 1));
  const from = (at + away) % members.length;
  const donor = members[from];
  if (!isPasted || members.length < 2 || donor === undefined) return null;
  const isTaken = donor.sample.labels.map(() => next() < 0.5);
  return { from, isTaken, key: Math.floor(next() * 2 ** 32) };
}

function donorOf({ isTaken, key }: Donation, donor: Member, settings: VariedBy): Donor {
  const objects = [...isTaken.keys()].filter((object) => isTaken[object]);
  const corner = drawnWindow(
    { ...donor, objects },
    {
      key: keyOf('pasted-window', key),
      windowPx: windowPxOf(donor.prepared, settings),
      objectShare: 1,
    },
  );
  return {
    prepared: donor.prepared,
    values: donor.sample.labels.map(({ value }) => value),
    isTaken,
    variation: { ...variationOf(settings, key), corner },
  };
}

/** Of what a picture is shown, where it is shown in parts: half of the parts show something that is labelled. */
const labelledShare = 0.5;

function windowOf(member: Member, settings: VariedBy, key: number): Point {
  return drawnWindow(
    { ...member, objects: [...member.sample.labels.keys()] },
    { key, windowPx: windowPxOf(member.prepared, settings), objectShare: labelledShare },
  );
}

function windowPxOf({ sidePx }: { readonly sidePx: number }, { tiles }: VariedBy): number {
  return sidePx / tiles;
}

interface Member extends Ordered {
  readonly prepared: Prepared;
}

function fullNumber(members: readonly Ordered[], count: number): readonly Ordered[] {
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

interface BatchInMaking {
  readonly batch: Batch;
  readonly members: readonly Ordered[];
  readonly placeAt: (at: number) => Place;
}

function emptyBatch(
  kind: BatchOrder['kind'],
  members: readonly Ordered[],
  { library, spare, settings }: MakingOptions,
): BatchInMaking {
  const sidePx = windowPxOf(library, settings);
  const area = sidePx * sidePx;
  const shown = kind === 'weak-and-strong' ? [...members, ...members] : members;
  const length = shown.length * area;
  const isFitting = spare?.labels.length === length && spare.pictures.length === length * 3;
  const { pictures, labels } = isFitting
    ? spare
    : { pictures: new Float32Array(length * 3), labels: new Int32Array(length) };
  return {
    batch: {
      ...{ count: shown.length, sidePx, pictures, labels },
      indices: shown.map(({ index }) => index),
    },
    members,
    placeAt: (at) => ({
      pictures: pictures.subarray(at * area * 3, (at + 1) * area * 3),
      labels: labels.subarray(at * area, (at + 1) * area),
    }),
  };
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
