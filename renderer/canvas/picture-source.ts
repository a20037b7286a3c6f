import type { Size } from '../../app/domain/geometry.ts';

/** A decoded picture in stored pixels, with smaller copies for when it is seen from afar. */
export interface PictureSource extends Size {
  /** The whole picture first, each next one half as wide. */
  readonly levels: readonly ImageBitmap[];
}

/** Each is null when the file is missing or is no picture. */
export interface PictureLoad {
  /** Comes first, and is enough to see it and to look at its pixels. */
  readonly whole: Promise<PictureSource | null>;
  /** The same with its smaller copies. */
  readonly complete: Promise<PictureSource | null>;
}

/** Below this a smaller copy gains nothing. */
const smallAreaPx2 = 1_500_000;

/** Decodes off the main thread, one copy after the other: all at once they would hold up what is waited for. */
export function loadPicture(url: string, signal: AbortSignal): PictureLoad {
  const bytes = fetchBytes(url, signal);
  const whole = bytes.then(async (blob): Promise<PictureSource> => {
    const bitmap = await createImageBitmap(blob);
    return { width: bitmap.width, height: bitmap.height, levels: [bitmap] };
  });
  const complete = whole.then(async ({ width, height, levels }): Promise<PictureSource> => {
    const all = [...levels];
    for (const size of smallerSizes({ width, height })) {
      if (signal.aborted) break;
      all.push(
        await createImageBitmap(await bytes, {
          resizeWidth: size.width,
          resizeHeight: size.height,
          resizeQuality: 'medium',
        }),
      );
    }
    return { width, height, levels: all };
  });
  const shown = whole.catch(() => null);
  // A picture that was decoded once and is too much the next time is shown as it is.
  return { whole: shown, complete: complete.catch(() => shown) };
}

async function fetchBytes(url: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { signal });
  if (!response.ok) {
    throw new Error(`${url} answered ${String(response.status)}`);
  }
  return response.blob();
}

function smallerSizes({ width, height }: Size): readonly Size[] {
  if (width * height <= smallAreaPx2) return [];
  const sizes: Size[] = [];
  for (let half = 2; (width * height) / half ** 2 > smallAreaPx2 / 4 && half <= 8; half *= 2) {
    sizes.push({ width: Math.ceil(width / half), height: Math.ceil(height / half) });
  }
  return sizes;
}

/** A picture so small that it is there at once, in place of one of `size` that is still on its way. */
export async function loadPreview(
  url: string,
  size: Size,
  signal: AbortSignal,
): Promise<PictureSource> {
  const bitmap = await createImageBitmap(await fetchBytes(url, signal));
  return { width: size.width, height: size.height, levels: [bitmap] };
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
