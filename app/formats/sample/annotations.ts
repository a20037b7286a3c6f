import type { Size } from '../../domain/geometry.ts';
import { areaOfRle, bboxOfRle, emptyRle, type Rle } from '../../mask/rle.ts';
import { bitmapFromRle } from '../../mask/rle-bitmap.ts';
import { cocoStringFromRle } from '../../mask/coco-counts.ts';
import { polygonsFromBitmap } from '../../mask/contour.ts';
import { rleFromPolygon } from '../../mask/polygon.ts';
import { areaOfIntersection, mergeRles } from '../../mask/rle-merge.ts';
import { rleFromSegmentation } from '../../mask/segmentation.ts';
import type { Species } from './coat.ts';
import type { Scene } from './scene.ts';
import type { Outline } from './shapes.ts';

/** COCO's own ids of the two. */
export const categoryIds: Readonly<Record<Species, number>> = { cat: 17, dog: 18 };

export interface SampleAnnotation {
  readonly category_id: number;
  readonly iscrowd: 0 | 1;
  readonly segmentation:
    | readonly (readonly number[])[]
    | { readonly size: readonly [number, number]; readonly counts: string | readonly number[] };
  readonly area: number;
  readonly bbox: readonly [number, number, number, number];
}

/** Outlines are traced at three times the size, so that corners may lie between pixels. */
const fineness = 3;
const tolerancePx = 0.45;
/** Less of an animal than this, and nobody could tell what it is. */
const leastVisiblePx = 60;

/**
 * The labels of a scene: an animal that nothing stands before is a polygon, one that is partly hidden run lengths of
 * what can be seen of it, a crowd one mask for all. The mask is exactly what the segmentation draws.
 */
export function annotateScene(scene: Scene): readonly SampleAnnotation[] {
  const annotations: SampleAnnotation[] = [];
  const bodies = scene.objects.map(({ outlines }) => unionOf(outlines, scene, 1));
  for (const [k, object] of scene.objects.entries()) {
    const body = bodies[k];
    if (object.species === null || body === undefined) continue;
    const category = categoryIds[object.species];
    const hiding = bodies.slice(k + 1).filter((other) => areaOfIntersection(other, body) > 0);
    const visible = hiding.length > 0 ? mergeRles([body, ...hiding], 'difference') : body;
    if (areaOfRle(visible) < leastVisiblePx) continue;
    if (object.crowd) {
      annotations.push(annotationOf(category, 1, visible, runs(visible, 'list')));
    } else if (hiding.length > 0) {
      annotations.push(annotationOf(category, 0, visible, runs(visible, 'string')));
    } else {
      const polygons = traced(object.outlines, scene);
      const mask = rleFromSegmentation(polygons, scene.height, scene.width);
      // A tail that closes a ring leaves a hole, which a polygon cannot have.
      const isFaithful = areaOfRle(mergeRles([mask, visible], 'xor')) < 0.03 * areaOfRle(visible);
      annotations.push(
        isFaithful
          ? annotationOf(category, 0, mask, polygons)
          : annotationOf(category, 0, visible, runs(visible, 'string')),
      );
    }
  }
  return annotations;
}

function annotationOf(
  category: number,
  crowd: 0 | 1,
  mask: Rle,
  segmentation: SampleAnnotation['segmentation'],
): SampleAnnotation {
  const { x, y, width, height } = bboxOfRle(mask);
  return {
    category_id: category,
    iscrowd: crowd,
    segmentation,
    area: areaOfRle(mask),
    bbox: [x, y, width, height],
  };
}

function runs(mask: Rle, form: 'string' | 'list'): SampleAnnotation['segmentation'] {
  const counts = form === 'string' ? cocoStringFromRle(mask) : [...mask.counts];
  return { size: [mask.height, mask.width], counts };
}

function unionOf(outlines: readonly Outline[], { width, height }: Size, scale: number): Rle {
  if (outlines.length === 0) return emptyRle(width * scale, height * scale);
  return mergeRles(
    outlines.map((outline) =>
      rleFromPolygon(
        outline.flatMap(({ x, y }) => [x * scale, y * scale]),
        height * scale,
        width * scale,
      ),
    ),
    'union',
  );
}

function traced(outlines: readonly Outline[], size: Size): readonly (readonly number[])[] {
  const fine = bitmapFromRle(unionOf(outlines, size, fineness));
  return polygonsFromBitmap(fine, tolerancePx * fineness).map((ring) =>
    ring.map((value) => Math.round((value / fineness) * 100) / 100),
  );
}
