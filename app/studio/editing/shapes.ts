import type { Polygons, Shape } from '../../domain/annotation.ts';
import type { Rect, Size } from '../../domain/geometry.ts';
import { shapeOfRecord } from '../../formats/coco/shape.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { MaskError } from '../../mask/mask-error.ts';
import { areaOfRle, bboxOfRle, type Rle } from '../../mask/rle.ts';
import { mergeRles } from '../../mask/rle-merge.ts';
import { rleFromSegmentation } from '../../mask/segmentation.ts';
import type { AnnotationRow } from '../../store/annotations.ts';
import { damagedRecords, type Originals } from '../../store/originals.ts';
import { damaged } from '../../store/sql-error.ts';
import { badInput } from '../context.ts';
import { rememberedShapes } from './remembered-shapes.ts';

/** The picture that annotations belong to: its size, and which source's file holds their original records. */
export interface Frame extends Size {
  readonly source: number;
}

/** The shape of a stored annotation, wherever it stands. Throws `damaged` when it cannot be read. */
export function shapeOfRow(row: AnnotationRow, frame: Frame, originals: Originals): Shape {
  return row.shape === null
    ? originalShape(row, frame, originals)
    : shapeFromText(row.shape, frame);
}

/** The shape its original record draws. Throws `damaged` when there is none to read. */
export function originalShape(row: AnnotationRow, frame: Frame, originals: Originals): Shape {
  if (row.original_offset === null || row.original_length === null) throw damaged();
  const text = originals.text(frame.source, row.original_offset, row.original_length);
  try {
    return originalShapes.of(text, frame, () => shapeOfRecord(text, frame));
  } catch (error) {
    throw damagedRecords(frame.source, error);
  }
}

function shapeFromText(text: string, size: Size): Shape {
  try {
    if (text.startsWith('P')) {
      return { kind: 'polygons', polygons: JSON.parse(text.slice(1)) as Polygons };
    }
    return keptShapes.of(text, size, () => {
      const shape: Shape = { kind: 'mask', rle: text.slice(1) };
      rleOfShape(shape, size);
      return shape;
    });
  } catch (error) {
    throw damaged(error);
  }
}

/** As the database keeps it. */
export function textOfShape(shape: Shape, size: Size): string {
  if (shape.kind === 'polygons') return `P${JSON.stringify(shape.polygons)}`;
  const text = `M${shape.rle}`;
  // The next stroke begins with it.
  keptShapes.put(text, size, shape);
  return text;
}

/** Large masks are not read from the same text again stroke after stroke: of a very ragged one that is most of the work. */
const keptShapes = rememberedShapes();
const originalShapes = rememberedShapes();

/** A large mask is read from its text once, however often a gesture looks at it. Shapes are never changed. */
const knownRles = new WeakMap<Shape, Rle>();

/** Throws MaskError for a shape that does not fit a picture of this size. */
export function rleOfShape(shape: Shape, { width, height }: Size): Rle {
  const known = knownRles.get(shape);
  if (known?.width === width && known.height === height) return known;
  const rle =
    shape.kind === 'mask'
      ? rleFromCocoCounts(shape.rle, [height, width])
      : rleFromSegmentation(shape.polygons, height, width);
  knownRles.set(shape, rle);
  return rle;
}

export function shapeOfRle(rle: Rle): Shape {
  const shape: Shape = { kind: 'mask', rle: cocoStringFromRle(rle) };
  knownRles.set(shape, rle);
  return shape;
}

/** What is shown of a shape without drawing it. */
export function factsOfShape(shape: Shape, size: Size): Rect & { readonly area: number } {
  const rle = rleOfShape(shape, size);
  return { area: areaOfRle(rle), ...bboxOfRle(rle) };
}

/** The same polygons, or masks of the same pixels however their runs are written. */
export function isSameShape(a: Shape, b: Shape, size: Size): boolean {
  if (a.kind === 'mask' && b.kind === 'mask') {
    return a.rle === b.rle || isSameMask(rleOfShape(a, size), rleOfShape(b, size));
  }
  return a.kind === 'polygons' && b.kind === 'polygons' && isSamePolygons(a.polygons, b.polygons);
}

export function isSameMask(a: Rle, b: Rle): boolean {
  return areaOfRle(a) === areaOfRle(b) && areaOfRle(mergeRles([a, b], 'xor')) === 0;
}

export function isSamePolygons(a: Polygons, b: Polygons): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Refuses, with a sentence, a shape from outside that is not one of this picture. */
export function checkShape(shape: Shape, size: Size): void {
  if (shape.kind === 'polygons') {
    const odd = shape.polygons.some((ring) => ring.length < 6 || ring.length % 2 !== 0);
    if (odd || shape.polygons.length === 0) {
      throw badInput('A polygon needs at least three corners, each with an x and a y.');
    }
  }
  maskWork(() => rleOfShape(shape, size));
}

/** What the mask room refuses is a fault of the input. */
export function maskWork<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof MaskError ? badInput(error.message, error) : error;
  }
}
