import type { Rect, Size } from '../../domain/geometry.ts';
import { closeBracket, comma, openBracket, skipSpace } from './json-bytes.ts';
import { numberIn, powersOfTen } from './numbers.ts';

/** What a list of polygons amounts to. */
export interface PolygonFacts {
  readonly bounds: Rect;
  readonly areaPx2: number;
  /** The first list holds four numbers: pycocotools takes every list as a box x, y, width, height. */
  readonly boxes: boolean;
}

/** A sentence that says why a shape cannot be taken. */
export interface Unusable {
  readonly reason: string;
}

/** Outlines are walked in fifths of a pixel: without a limit, a short text could cost hours. */
const longestOutlinePx = 20_000_000;

const wrongType: Unusable = {
  reason: 'Its segmentation is not a list of polygons, each a flat list of x and y.',
};

/** Running extent of the rings of one record; reused, so that 600,000 records leave no garbage. */
const extent = { minX: 0, minY: 0, maxX: 0, maxY: 0, areaPx2: 0, outlinePx: 0 };
let ring = new Float64Array(1024);

/**
 * Judges the polygons in a span: flat lists of finite numbers, an even count, three points or more in the first (or
 * boxes), not wholly outside the picture, and of an outline that can be drawn in reasonable time. Later polygons of
 * two points or one enclose nothing, for pycocotools too.
 */
export function polygonFacts(
  bytes: Uint8Array,
  { start, end, size }: { start: number; end: number; size: Size },
): PolygonFacts | Unusable {
  extent.minX = extent.minY = Infinity;
  extent.maxX = extent.maxY = -Infinity;
  extent.areaPx2 = extent.outlinePx = 0;
  let boxes = false;
  let i = skipSpace(bytes, start + 1, end);
  if (bytes[i] === closeBracket) return { reason: 'Its segmentation is empty.' };
  for (let rings = 0; ; rings++) {
    if (i >= end || bytes[i] !== openBracket) return wrongType;
    const count = readRing(bytes, i + 1, end);
    if (typeof count !== 'number') return count;
    if (rings === 0) boxes = count === 4;
    if (boxes) {
      if (count !== 4)
        return { reason: 'Its first polygon has 4 numbers, a box, but another has not.' };
      addBox();
    } else {
      if (count % 2 === 1) return { reason: 'One of its polygons has an odd count of numbers.' };
      if (rings === 0 && count < 6) return { reason: 'Its first polygon has fewer than 3 points.' };
      addPolygon(count);
    }
    i = skipSpace(bytes, readTo, end);
    if (bytes[i] === closeBracket) break;
    if (bytes[i] !== comma) return wrongType;
    i = skipSpace(bytes, i + 1, end);
  }
  if (i + 1 !== end) return wrongType;
  const { minX, minY, maxX, maxY, areaPx2, outlinePx } = extent;
  if (maxX <= 0 || maxY <= 0 || minX >= size.width || minY >= size.height) {
    return { reason: 'It lies wholly outside its picture.' };
  }
  if (outlinePx > longestOutlinePx) {
    return { reason: 'Its outline is longer than 20 million pixels.' };
  }
  const bounds = { x: minX, y: minY, width: maxX - minX, height: maxY - minY };
  return { bounds, areaPx2, boxes };
}

/** Where the ring last read ends. */
let readTo = 0;

/** Reads the numbers of one flat list, from behind its bracket, into `ring`; answers how many. */
function readRing(bytes: Uint8Array, at: number, end: number): number | Unusable {
  let count = 0;
  let i = skipSpace(bytes, at, end);
  for (;;) {
    const start = i;
    // Plain decimals are read on the way, as numberIn would: nearly all of a file's bytes pass here.
    let byte = bytes[i]!;
    const isNegative = byte === 0x2d;
    if (isNegative) byte = bytes[++i]!;
    const isZero = byte === 0x30;
    const first = i;
    let mantissa = 0;
    while (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + byte - 0x30;
      byte = bytes[++i]!;
    }
    const whole = i - first;
    let decimals = 0;
    if (byte === 0x2e) {
      const point = i;
      byte = bytes[++i]!;
      while (byte >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + byte - 0x30;
        byte = bytes[++i]!;
      }
      decimals = i - point - 1;
      if (decimals === 0) byte = 0;
    }
    let value = mantissa / powersOfTen[decimals]!;
    if (isNegative) value = -value;
    const isPlain = byte === comma || byte === closeBracket;
    if (!isPlain || isZero || whole === 0 || whole + decimals > 15) {
      i = start;
      while (i < end && isValueByte(bytes[i]!)) i++;
      value = numberIn(bytes, start, i);
    }
    if (!Number.isFinite(value)) {
      if (i === start && bytes[i] === openBracket) return wrongType;
      if (i === start && count === 0) return { reason: 'One of its polygons is empty.' };
      return { reason: 'One of its coordinates is not a finite number.' };
    }
    if (count === ring.length) {
      const grown = new Float64Array(count * 2);
      grown.set(ring);
      ring = grown;
    }
    ring[count++] = value;
    i = skipSpace(bytes, i, end);
    if (bytes[i] === closeBracket) {
      readTo = i + 1;
      return count;
    }
    if (bytes[i] !== comma) return wrongType;
    i = skipSpace(bytes, i + 1, end);
  }
}

/** Anything up to a separator: what stands there is judged as a number afterwards. */
function isValueByte(byte: number): boolean {
  return byte > 0x20 && byte !== comma && byte !== closeBracket && byte !== openBracket;
}

function addPoint(x: number, y: number): void {
  if (x < extent.minX) extent.minX = x;
  if (x > extent.maxX) extent.maxX = x;
  if (y < extent.minY) extent.minY = y;
  if (y > extent.maxY) extent.maxY = y;
}

function addBox(): void {
  const [x = 0, y = 0, width = 0, height = 0] = ring;
  addPoint(x, y);
  addPoint(x + width, y + height);
  extent.areaPx2 += Math.abs(width * height);
  extent.outlinePx += 2 * (Math.abs(width) + Math.abs(height));
}

/** Area by the shoelace formula. */
function addPolygon(count: number): void {
  let beforeX = ring[count - 2]!;
  let beforeY = ring[count - 1]!;
  let twice = 0;
  for (let k = 0; k < count; k += 2) {
    const x = ring[k]!;
    const y = ring[k + 1]!;
    addPoint(x, y);
    twice += beforeX * y - x * beforeY;
    extent.outlinePx += Math.max(Math.abs(x - beforeX), Math.abs(y - beforeY));
    beforeX = x;
    beforeY = y;
  }
  extent.areaPx2 += Math.abs(twice) / 2;
}
