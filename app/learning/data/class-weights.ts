/**
 * How much a pixel of each class counts: the square root of its rarity, so that the background does not win by filling
 * the picture, and a handful of pixels does not rule either. The average pixel counts 1; a class without pixels too.
 */
export function classWeightsOf(areasPx2: Float64Array, balance: boolean): readonly number[] {
  const total = areasPx2.reduce((sum, area) => sum + area, 0);
  if (!balance || total === 0) return Array.from(areasPx2, () => 1);
  const roots = Array.from(areasPx2, (area) => (area === 0 ? 0 : Math.sqrt(total / area)));
  const mean = roots.reduce((sum, root, value) => sum + (root * (areasPx2[value] ?? 0)) / total, 0);
  return roots.map((root) => (root === 0 ? 1 : root / mean));
}
