import type { Rect } from '../domain/geometry.ts';
import { checkSameSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import { areaOfRle, bboxOfRle, type Rle } from './rle.ts';
import { uint32Scratch } from './scratch.ts';

/** What two masks make together: bit (2 * a + b) says whether a pixel is set that is `a` in one and `b` in the other. */
const rules = { union: 0b1110, intersection: 0b1000, difference: 0b0100, xor: 0b0110 } as const;
export type MergeRule = keyof typeof rules;

/** Together in the order given: `difference` takes all later masks from the first. Throws MaskError for none. */
export function mergeRles(list: readonly Rle[], rule: MergeRule): Rle {
  const [first, ...others] = list;
  if (first === undefined) throw new MaskError('No masks were given to put together.');
  let merged = first;
  for (const other of others) {
    merged = rule === 'union' ? unite(merged, other) : combine(merged, other, rules[rule]);
  }
  return merged;
}

/** By far the most frequent rule, so it has a way of its own: set runs alone, half as many steps. */
function unite(a: Rle, b: Rle): Rle {
  checkSameSize(a, b);
  const { counts: runsA } = a;
  const { counts: runsB } = b;
  const area = a.width * a.height;
  const counts = mergedScratch(runsA.length + runsB.length + 1);
  let length = 0;
  let startA = runsA[0]!;
  let startB = runsB[0]!;
  let indexA = 1;
  let indexB = 1;
  let start = 0;
  let end = 0;
  while (indexA < runsA.length || indexB < runsB.length) {
    let nextStart: number;
    let nextEnd: number;
    if (indexB >= runsB.length || (indexA < runsA.length && startA <= startB)) {
      nextStart = startA;
      nextEnd = startA + runsA[indexA]!;
      indexA += 2;
      if (indexA < runsA.length) startA = nextEnd + runsA[indexA - 1]!;
    } else {
      nextStart = startB;
      nextEnd = startB + runsB[indexB]!;
      indexB += 2;
      if (indexB < runsB.length) startB = nextEnd + runsB[indexB - 1]!;
    }
    if (nextStart === nextEnd) continue;
    if (nextStart > end || start === end) {
      if (start < end) {
        counts[length++] = end - start;
        counts[length++] = nextStart - end;
      } else {
        counts[length++] = nextStart;
      }
      start = nextStart;
      end = nextEnd;
    } else if (nextEnd > end) {
      end = nextEnd;
    }
  }
  if (start < end) counts[length++] = end - start;
  if (end < area) counts[length++] = area - end;
  return { width: a.width, height: a.height, counts: counts.slice(0, length) };
}

const mergedScratch = uint32Scratch();

/** Walks both masks' runs at once; no pixel is touched. */
function combine(a: Rle, b: Rle, rule: number): Rle {
  checkSameSize(a, b);
  const { counts: runsA } = a;
  const { counts: runsB } = b;
  const lastA = runsA.length - 1;
  const lastB = runsB.length - 1;
  const counts = mergedScratch(runsA.length + runsB.length + 1);
  let length = 0;
  let run = 0;
  let set = 0;
  let indexA = 0;
  let indexB = 0;
  let leftA = runsA[0]!;
  let leftB = runsB[0]!;
  for (;;) {
    while (leftA === 0 && indexA < lastA) leftA = runsA[++indexA]!;
    while (leftB === 0 && indexB < lastB) leftB = runsB[++indexB]!;
    // The longest stretch on which neither mask changes.
    const stretch = leftA < leftB ? leftA : leftB;
    if (stretch === 0) break;
    const next = (rule >> (((indexA & 1) << 1) | (indexB & 1))) & 1;
    if (next !== set) {
      counts[length++] = run;
      run = 0;
      set = next;
    }
    run += stretch;
    leftA -= stretch;
    leftB -= stretch;
  }
  counts[length++] = run;
  return { width: a.width, height: a.height, counts: counts.slice(0, length) };
}

/** How many pixels are set in both, without decoding either. */
export function areaOfIntersection(a: Rle, b: Rle): number {
  checkSameSize(a, b);
  const { counts: runsA } = a;
  const { counts: runsB } = b;
  let area = 0;
  let indexB = 1;
  let startB = runsB[0]!;
  let endB = startB + (runsB[1] ?? 0);
  let startA = 0;
  for (let indexA = 1; indexA < runsA.length; indexA += 2) {
    startA += runsA[indexA - 1]!;
    const endA = startA + runsA[indexA]!;
    while (endB <= startA && indexB + 2 < runsB.length) {
      startB = endB + runsB[indexB + 1]!;
      endB = startB + runsB[indexB + 2]!;
      indexB += 2;
    }
    let from = startA > startB ? startA : startB;
    let to = endA < endB ? endA : endB;
    if (to > from) area += to - from;
    while (endB < endA && indexB + 2 < runsB.length) {
      startB = endB + runsB[indexB + 1]!;
      endB = startB + runsB[indexB + 2]!;
      indexB += 2;
      from = startA > startB ? startA : startB;
      to = endA < endB ? endA : endB;
      if (to > from) area += to - from;
    }
    startA = endA;
  }
  return area;
}

/** Intersection over union of each of `a` with each of `b`, row by row: pycocotools' `iou` without crowds. */
export function iouMatrix(a: readonly Rle[], b: readonly Rle[]): Float64Array {
  const matrix = new Float64Array(a.length * b.length);
  const others = b.map((rle) => ({ rle, area: areaOfRle(rle), box: bboxOfRle(rle) }));
  let at = 0;
  for (const one of a) {
    const area = areaOfRle(one);
    const box = bboxOfRle(one);
    for (const other of others) {
      const both = doMeet(box, other.box) ? areaOfIntersection(one, other.rle) : 0;
      matrix[at++] = both === 0 ? 0 : both / (area + other.area - both);
    }
  }
  return matrix;
}

function doMeet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
