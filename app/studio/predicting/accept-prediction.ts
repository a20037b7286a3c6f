import type { Size } from '../../domain/geometry.ts';
import type { Change } from '../../domain/gesture.ts';
import { acceptChanges as changesOf, type ClassRegion } from '../../mask/accepted.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import type { Picture } from '../editing/picture.ts';
import { rleOfShape } from '../editing/shapes.ts';

/** The changes that accept predicted regions into a picture as it is stored. */
export function acceptChanges(
  { image, objects }: Picture,
  regions: readonly ClassRegion[],
  takeId: () => number,
): readonly Change[] {
  const { width, height } = image;
  const accepting = objects.map(({ id, category, crowd, row, shape: read }) => {
    const shape = read();
    const mask = rleOfShape(shape, image);
    const [locked, visible] = [row?.locked === 1, row?.visible !== 0];
    return { id, category, crowd, locked, visible, shape, mask };
  });
  return changesOf({ width, height, objects: accepting, regions, takeId });
}

export function regionOf(
  category: number,
  { rle, parts }: { rle: string; parts: readonly string[] },
  { width, height }: Size,
): ClassRegion {
  const mask = (counts: string) => rleFromCocoCounts(counts, [height, width]);
  return { category, whole: mask(rle), parts: parts.map(mask) };
}
