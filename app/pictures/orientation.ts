import type { Turn } from '../domain/geometry.ts';

/** TIFF tag 274, in EXIF 2.32's IFD0. */
const orientationTag = 0x0112;
/** IFD0 holds a dozen entries; more than this is no header but an attack. */
const mostEntries = 512;

/** Where the orientation stands in a TIFF structure, and in what byte order. */
export interface OrientationPlace {
  /** Of its two bytes, from the beginning of the TIFF structure. */
  readonly offset: number;
  readonly littleEndian: boolean;
}

/** Looks at the first directory alone, each entry once; null when there is none or the structure is broken. */
export function findOrientation(tiff: Uint8Array): OrientationPlace | null {
  if (tiff.length < 14) return null;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return null;
  const littleEndian = mark === 0x4949;
  if (view.getUint16(2, littleEndian) !== 42) return null;
  const directory = view.getUint32(4, littleEndian);
  if (directory + 2 > tiff.length) return null;
  const entries = Math.min(view.getUint16(directory, littleEndian), mostEntries);
  for (let entry = 0; entry < entries; entry++) {
    const offset = directory + 2 + entry * 12;
    if (offset + 12 > tiff.length) return null;
    if (view.getUint16(offset, littleEndian) !== orientationTag) continue;
    const isShort = view.getUint16(offset + 2, littleEndian) === 3;
    return isShort ? { offset: offset + 8, littleEndian } : null;
  }
  return null;
}

/** The turn that a TIFF structure asks for; 1 when it does not say, or says what is not one of the eight. */
export function turnIn(tiff: Uint8Array): Turn {
  const place = findOrientation(tiff);
  if (place === null) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const value = view.getUint16(place.offset, place.littleEndian);
  return value >= 1 && value <= 8 ? (value as Turn) : 1;
}
