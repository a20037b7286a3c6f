import { isUtf8 } from 'node:buffer';
import type { Rect, Size } from '../../domain/geometry.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { MaskError } from '../../mask/mask-error.ts';
import { areaOfRle, bboxOfRle } from '../../mask/rle.ts';
import { closeBracket, comma, openBrace, openBracket, skipSpace, textOf } from './json-bytes.ts';
import { memberFinder } from './members.ts';
import { numberIn } from './numbers.ts';
import { type PolygonFacts, polygonFacts, type Unusable } from './polygon-facts.ts';
import { strictEnd } from './strict.ts';

/** What the project stores of an annotation; its shape stays in the record's text. */
export interface AnnotationFacts {
  /** The file's own where it has them, else of the shape. */
  readonly areaPx2: number;
  readonly bounds: Rect;
  /** Something a person should know though the annotation is taken; null for almost every one. */
  readonly note: string | null;
}

const { members, find } = memberFinder(['segmentation', 'area', 'bbox']);

/** Judges one annotation's record, the object in `bytes[start..end)`, against the size of its picture. */
export function readAnnotation(
  bytes: Buffer,
  { start, end, size }: { start: number; end: number; size: Size },
): AnnotationFacts | Unusable {
  const stop = find(bytes, start, end);
  if (stop === end && members.escaped) return readEscaped(bytes, { start, end, size });
  const from = members.spans[0]!;
  const to = members.spans[1]!;
  const areaFrom = members.spans[2]!;
  const judged = { start: from, end: to };
  if (stop !== end || strictEnd(bytes, start, { end, judged }) !== end) {
    return { reason: 'Its record is not valid JSON (NaN and Infinity are not JSON).' };
  }
  if (!isUtf8(bytes.subarray(start, end))) return { reason: 'Its record is not valid UTF-8.' };
  const first = from < 0 ? 0 : bytes[from];
  let facts: PolygonFacts | Unusable;
  if (first === openBracket) facts = polygonFacts(bytes, { start: from, end: to, size });
  else if (first === openBrace) facts = runFacts(textOf(bytes, from, to), size);
  else return { reason: 'It has no segmentation: a box alone is no outline.' };
  if ('reason' in facts) return facts;
  const area = areaFrom < 0 ? Number.NaN : numberIn(bytes, areaFrom, members.spans[3]!);
  return {
    areaPx2: area >= 0 ? area : facts.areaPx2,
    bounds: boxIn(bytes, members.spans[4]!, members.spans[5]!) ?? facts.bounds,
    note: facts.boxes
      ? 'A polygon of 4 numbers is taken as a box (x, y, width, height), as pycocotools does.'
      : null,
  };
}

/** Keys with escapes are written plainly first; almost no file has them. */
function readEscaped(
  bytes: Buffer,
  { start, end, size }: { start: number; end: number; size: Size },
): AnnotationFacts | Unusable {
  try {
    const value: unknown = JSON.parse(textOf(bytes, start, end));
    const plain = Buffer.from(JSON.stringify(value));
    if (find(plain, 0, plain.length) === plain.length && !members.escaped) {
      return readAnnotation(plain, { start: 0, end: plain.length, size });
    }
  } catch {
    // Told below: to a person it makes no difference in what way the record is broken.
  }
  return { reason: 'Its record is not valid JSON, or a key holds a backslash.' };
}

function runFacts(text: string, { width, height }: Size): PolygonFacts | Unusable {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'Its segmentation is not valid JSON (NaN and Infinity are not JSON).' };
  }
  const record = new Map(Object.entries(value as object));
  const size: unknown = record.get('size');
  const counts: unknown = record.get('counts');
  if (!Array.isArray(size) || size.length !== 2 || size[0] !== height || size[1] !== width) {
    return {
      reason: `Its run lengths are for a size other than the picture’s ${height} x ${width} (height x width).`,
    };
  }
  if (typeof counts !== 'string' && !Array.isArray(counts)) {
    return { reason: 'Its run lengths (counts) are neither a list nor a string.' };
  }
  try {
    const rle = rleFromCocoCounts(counts as readonly number[] | string, [height, width]);
    return { bounds: bboxOfRle(rle), areaPx2: areaOfRle(rle), boxes: false };
  } catch (error) {
    if (error instanceof MaskError) return { reason: error.message };
    throw error;
  }
}

/** Four numbers between brackets; null for anything else. */
function boxIn(bytes: Uint8Array, start: number, end: number): Rect | null {
  if (start < 0 || bytes[start] !== openBracket) return null;
  let i = start + 1;
  for (let k = 0; k < 4; k++) {
    i = skipSpace(bytes, i, end);
    const from = i;
    while (i < end && bytes[i]! > 0x20 && bytes[i] !== comma && bytes[i] !== closeBracket) i++;
    box[k] = numberIn(bytes, from, i);
    i = skipSpace(bytes, i, end);
    if (!Number.isFinite(box[k]) || bytes[i] !== (k < 3 ? comma : closeBracket)) return null;
    i++;
  }
  return { x: box[0]!, y: box[1]!, width: box[2]!, height: box[3]! };
}

const box = new Float64Array(4);
