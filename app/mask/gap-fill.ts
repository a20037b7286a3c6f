import type { Point } from '../domain/geometry.ts';
import { areaOfBitmap, boundsOfBitmap, createBitmap, type Bitmap } from './bitmap.ts';
import { floodInto, floodRegion, type Flood, type FloodedRegion } from './fill.ts';

interface GapFlood extends Omit<Flood, 'connectivity'> {
  /** Openings of up to so many pixels are as good as closed; an odd number counts as the next even one. */
  readonly gapPx: number;
}

/**
 * A flood over sides that does not run out through narrow openings. Rooms are what hangs together of the pixels that
 * are farther than half an opening from all that has another label. The rest, in corners, crevices and openings, goes
 * to the room that is nearest on a way over pixels of the label, of two as near to the seed's. Where the seed lies
 * closer to something, openings count as closed only as far as the seed can see. Answered is the seed's room with all
 * that goes to it. Throws MaskError for a seed outside the picture.
 */
export function floodBehindGaps({ gapPx, ...flood }: GapFlood): FloodedRegion {
  const { labels, width, height, seed } = flood;
  const at = { x: Math.floor(seed.x), y: Math.floor(seed.y) };
  const radiusPx = clearRadius(flood, at, Math.floor((gapPx + 1) / 2));
  if (!(radiusPx > 0)) {
    return floodRegion({ ...flood, connectivity: 4 });
  }
  const label = labels[at.y * width + at.x];
  const near = nearOthers(flood, label, radiusPx);
  const bitmap = createBitmap(width, height);
  floodInto(bitmap, { labels: near.data, width, height, seed, connectivity: 4 });
  addNearest(bitmap, flood, label, near);
  const bounds = boundsOfBitmap(bitmap) ?? { ...at, width: 1, height: 1 };
  return { bitmap, bounds, areaPx2: areaOfBitmap(bitmap) };
}

type Labelled = Pick<Flood, 'labels' | 'width' | 'height'>;

/** The largest radius, `most` at most, of a disc around the pixel that holds nothing of another label. */
function clearRadius({ labels, width, height }: Labelled, { x, y }: Point, most: number): number {
  if (!(x >= 0 && y >= 0 && x < width && y < height)) {
    return 0;
  }
  const label = labels[y * width + x];
  let nearest = (most + 1) ** 2;
  for (let row = Math.max(0, y - most); row <= Math.min(height - 1, y + most); row++) {
    for (let column = Math.max(0, x - most); column <= Math.min(width - 1, x + most); column++) {
      const distance = (column - x) ** 2 + (row - y) ** 2;
      if (labels[row * width + column] !== label) nearest = Math.min(nearest, distance);
    }
  }
  // A disc holds what is as far as its radius.
  return Math.ceil(Math.sqrt(nearest)) - 1;
}

/** All within a disc's radius of another label, and that other label itself: run by run, each as a stack of rows. */
function nearOthers(
  { labels, width, height }: Labelled,
  label: number | undefined,
  radiusPx: number,
): Bitmap {
  const near = createBitmap(width, height);
  const reach = Array.from({ length: 2 * radiusPx + 1 }, (_, i) =>
    Math.floor(Math.sqrt(radiusPx ** 2 - (i - radiusPx) ** 2)),
  );
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    for (let i = y * width; i < end; i++) {
      if (labels[i] === label) continue;
      const start = i - y * width;
      while (i + 1 < end && labels[i + 1] !== label) i++;
      const stop = i + 1 - y * width;
      for (let down = -radiusPx; down <= radiusPx; down++) {
        const row = y + down;
        const aside = reach[down + radiusPx]!;
        if (row < 0 || row >= height) continue;
        const from = row * width + Math.max(0, start - aside);
        near.data.fill(1, from, row * width + Math.min(width, stop + aside));
      }
    }
  }
  return near;
}

/** Whose a pixel is: still nobody's, in a line to be given away, the seed's, or of another room. */
const owner = { nobody: 0, next: 1, seed: 2, other: 3 } as const;

/** Gives the pixels near others to the nearest room, step by step from all rooms at once. Changes `room`. */
function addNearest(
  room: Bitmap,
  { labels, width }: Labelled,
  label: number | undefined,
  near: Bitmap,
): void {
  const owners = ownersOf(room, near);
  let line = contested(near.data, labels, label).filter((i) => best(i) > owner.next);
  for (const i of line) owners[i] = owner.next;
  while (line.length > 0) {
    const found = line.map(best);
    const next: number[] = [];
    for (const [index, i] of line.entries()) {
      owners[i] = found[index]!;
      if (found[index] === owner.seed) room.data[i] = 1;
    }
    for (const i of line) {
      const x = i % width;
      if (x > 0) ask(i - 1, next);
      if (x + 1 < width) ask(i + 1, next);
      if (i >= width) ask(i - width, next);
      if (i + width < owners.length) ask(i + width, next);
    }
    line = next;
  }

  function ask(i: number, next: number[]): void {
    if (owners[i] === owner.nobody && labels[i] === label) {
      owners[i] = owner.next;
      next.push(i);
    }
  }

  /** The seed's when one beside is, else another's, else less. */
  function best(i: number): number {
    const x = i % width;
    const left = x > 0 ? owners[i - 1]! : 0;
    const right = x + 1 < width ? owners[i + 1]! : 0;
    const above = i >= width ? owners[i - width]! : 0;
    const below = i + width < owners.length ? owners[i + width]! : 0;
    if (left === owner.seed || right === owner.seed) return owner.seed;
    if (above === owner.seed || below === owner.seed) return owner.seed;
    return Math.max(left, right, above, below);
  }
}

function ownersOf(room: Bitmap, near: Bitmap): Uint8Array {
  const owners = new Uint8Array(near.data.length);
  const [own, open] = [room.data, near.data];
  for (let i = 0; i < owners.length; i++) {
    if (open[i] === 0) owners[i] = own[i] === 1 ? owner.seed : owner.other;
  }
  return owners;
}

/** The pixels of the label that are near others. */
function contested(
  near: Uint8Array,
  labels: Flood['labels'],
  label: number | undefined,
): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < near.length; i++) {
    if (near[i] === 1 && labels[i] === label) found.push(i);
  }
  return found;
}
