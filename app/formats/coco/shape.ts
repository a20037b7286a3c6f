import type { Shape } from '../../domain/annotation.ts';
import type { Size } from '../../domain/geometry.ts';
import { cocoStringFromRle } from '../../mask/coco-counts.ts';
import { isListOfBoxes, rleFromSegmentation } from '../../mask/segmentation.ts';

/**
 * The shape an annotation's original record draws, in a picture of this size: polygons stay polygons, boxes that
 * pycocotools would see become polygons, run lengths become COCO's compressed string. `record` is the record's text.
 * Throws when it is not a record that the import would take.
 */
export function shapeOfRecord(record: string, size: Size): Shape {
  const { segmentation } = JSON.parse(record) as { readonly segmentation: unknown };
  if (!Array.isArray(segmentation)) {
    const rle = rleFromSegmentation(segmentation, size.height, size.width);
    return { kind: 'mask', rle: cocoStringFromRle(rle) };
  }
  const lists = segmentation as readonly (readonly number[])[];
  return { kind: 'polygons', polygons: isListOfBoxes(lists) ? lists.map(cornersOfBox) : lists };
}

function cornersOfBox([x = 0, y = 0, width = 0, height = 0]: readonly number[]): number[] {
  return [x, y, x, y + height, x + width, y + height, x + width, y];
}
