import type { Size } from '../../app/domain/geometry.ts';

/** A decoded picture in stored pixels, with smaller copies for when it is seen from afar. */
export interface PictureSource extends Size {
  /** The whole picture first, each next one half as wide. */
  readonly levels: readonly ImageBitmap[];
}

/** Below this a smaller copy gains nothing. */
const smallAreaPx2 = 1_500_000;

/** Decodes off the main thread. Rejects when the file is missing or is no picture. */
export async function loadPicture(url: string, signal: AbortSignal): Promise<PictureSource> {
  const response = await fetch(url, { signal });
  if (!response.ok) {
    throw new Error(`${url} answered ${String(response.status)}`);
  }
  const blob = await response.blob();
  const whole = await createImageBitmap(blob);
  const { width, height } = whole;
  const sizes: Size[] = [];
  for (let half = 2; (width * height) / half ** 2 > smallAreaPx2 / 4 && half <= 8; half *= 2) {
    sizes.push({ width: Math.ceil(width / half), height: Math.ceil(height / half) });
  }
  const smaller = width * height > smallAreaPx2 ? sizes : [];
  const copies = await Promise.all(
    smaller.map((size) =>
      createImageBitmap(blob, {
        resizeWidth: size.width,
        resizeHeight: size.height,
        resizeQuality: 'medium',
      }),
    ),
  );
  return { width, height, levels: [whole, ...copies] };
}

export function closePicture({ levels }: PictureSource): void {
  for (const level of levels) {
    level.close();
  }
}

/** The smallest copy that still has a pixel for every device pixel. `scale` is device pixels per picture pixel. */
export function levelFor({ width, levels }: PictureSource, scale: number): ImageBitmap | undefined {
  return levels.findLast((level) => level.width >= width * scale * 0.98) ?? levels[0];
}
