/** What the tools that look at the picture's colours can be told. */
export interface PixelOptions {
  /** The most that red, green or blue may differ, 0 to 255. */
  readonly tolerance: number;
  /** Only what hangs together with the point. */
  readonly contiguous: boolean;
  /** What a click with the bucket fills: a gap between masks, or what has one colour. */
  readonly fillsBy: 'mask' | 'picture';
  /** Openings between masks of up to so many pixels are as good as closed. */
  readonly gapPx: number;
  /** The side of a superpixel, about. */
  readonly regionSidePx: number;
  /** A click of the smart selection says what belongs to the object, and Alt what does not; else the other way round. */
  readonly clickTakes: boolean;
}

export const defaultPixelOptions: PixelOptions = {
  tolerance: 32,
  contiguous: true,
  fillsBy: 'mask',
  gapPx: 0,
  regionSidePx: 32,
  clickTakes: true,
};

export const smallestRegionPx = 8;
export const largestRegionPx = 200;
export const largestTolerance = 255;
export const largestGapPx = 40;

export function withPixelOptions(
  before: PixelOptions,
  change: Partial<PixelOptions>,
): PixelOptions {
  const after = { ...before, ...change };
  return {
    ...after,
    tolerance: within(after.tolerance, 0, largestTolerance),
    gapPx: within(after.gapPx, 0, largestGapPx),
    regionSidePx: within(after.regionSidePx, smallestRegionPx, largestRegionPx),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
