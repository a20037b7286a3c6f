import type { Rect } from '../domain/geometry.ts';
import type { Bitmap } from './bitmap.ts';
import { createBitmap } from './bitmap.ts';
import { rleOfPlacedBitmap } from './placed.ts';
import type { Rle } from './rle.ts';
import { firstSet, viewOf } from './scan.ts';

/** One part of a mask: pixels that touch at sides or corners. */
export interface Component {
  readonly areaPx2: number;
  readonly bounds: Rect;
  readonly rle: Rle;
}

/** The parts of a mask, from its topmost pixel down, leftmost first. */
export function componentsOf(bitmap: Bitmap): readonly Component[] {
  const spans = spansOf(bitmap);
  const parents = joinTouching(spans);
  return [...spansByRoot(spans, parents).values()].map((part) => componentOf(part, bitmap));
}

/** A run of set pixels in one row; `end` is one past the last. */
interface Span {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

function spansOf({ width, height, data }: Bitmap): readonly Span[] {
  const view = viewOf(data);
  const spans: Span[] = [];
  for (let row = 0; row < height; row++) {
    const rowStart = row * width;
    const rowEnd = rowStart + width;
    let start = firstSet(view, rowStart, rowEnd);
    while (start < rowEnd) {
      let end = start + 1;
      while (end < rowEnd && data[end] === 1) end++;
      spans.push({ row, start: start - rowStart, end: end - rowStart });
      start = firstSet(view, end, rowEnd);
    }
  }
  return spans;
}

/** Answers each span's parent in a forest with one tree per part; roots are the earliest spans. */
function joinTouching(spans: readonly Span[]): Uint32Array {
  const parents = Uint32Array.from(spans.keys());
  let above = 0;
  for (const [index, span] of spans.entries()) {
    while (isPast(spans[above]!, span)) above++;
    for (let i = above; i < index && touches(spans[i]!, span); i++) join(parents, i, index);
  }
  return parents;
}

/** Whether a span can touch neither `span` nor any after it. */
function isPast(other: Span, span: Span): boolean {
  return other.row < span.row - 1 || (other.row === span.row - 1 && other.end < span.start);
}

function touches(other: Span, span: Span): boolean {
  return other.row === span.row - 1 && other.start <= span.end && other.end >= span.start;
}

function join(parents: Uint32Array, a: number, b: number): void {
  const rootA = rootOf(parents, a);
  const rootB = rootOf(parents, b);
  parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
}

function rootOf(parents: Uint32Array, index: number): number {
  let root = index;
  let parent = parents[root]!;
  while (parent !== root) {
    const grandparent = parents[parent]!;
    parents[root] = grandparent;
    root = grandparent;
    parent = parents[root]!;
  }
  return root;
}

function spansByRoot(
  spans: readonly Span[],
  parents: Uint32Array,
): ReadonlyMap<number, readonly Span[]> {
  const parts = new Map<number, Span[]>();
  spans.forEach((span, index) => {
    const root = rootOf(parents, index);
    const part = parts.get(root);
    if (part === undefined) parts.set(root, [span]);
    else part.push(span);
  });
  return parts;
}

function componentOf(spans: readonly Span[], size: Bitmap): Component {
  let left = size.width;
  let right = 0;
  let areaPx2 = 0;
  for (const { start, end } of spans) {
    left = Math.min(left, start);
    right = Math.max(right, end);
    areaPx2 += end - start;
  }
  const top = spans[0]!.row;
  const bottom = spans[spans.length - 1]!.row + 1;
  const bounds = { x: left, y: top, width: right - left, height: bottom - top };
  const cropped = createBitmap(bounds.width, bounds.height);
  for (const { row, start, end } of spans) {
    const rowStart = (row - top) * bounds.width - left;
    cropped.data.fill(1, rowStart + start, rowStart + end);
  }
  return { areaPx2, bounds, rle: rleOfPlacedBitmap(cropped, bounds, size) };
}
