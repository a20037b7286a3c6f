import type { Size } from '../../domain/geometry.ts';
import { textOf } from './json-bytes.ts';
import { parseRecord } from './index-coco.ts';
import type { Unusable } from './polygon-facts.ts';

/** What an image's record says. */
export interface ImageRecord {
  /** As it stands in the file: not to be trusted as a path before `joinInside`. */
  readonly fileName: string;
  /** Stored pixels; null when the record does not say, as some tools write it. */
  readonly size: Size | null;
}

/** More than any camera, and a limit for what a lying header may cost. */
export const largestImagePx = 100_000_000;

export function readImage(bytes: Uint8Array, start: number, end: number): ImageRecord | Unusable {
  const record = parseRecord(textOf(bytes, start, end));
  if (record === null) return { reason: 'Its record is not valid JSON (NaN is not JSON).' };
  const fileName = record.get('file_name');
  if (typeof fileName !== 'string' || fileName === '' || fileName.length > 1000) {
    return { reason: 'Its file_name is not a text.' };
  }
  const width = record.get('width') ?? null;
  const height = record.get('height') ?? null;
  if (width === null && height === null) return { fileName, size: null };
  if (!isSide(width) || !isSide(height)) {
    return { reason: 'Its width and height are not whole numbers above 0.' };
  }
  if (width * height > largestImagePx) {
    return {
      reason: `It is said to have ${width} x ${height} pixels; at most 100 million are taken.`,
    };
  }
  return { fileName, size: { width, height } };
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
