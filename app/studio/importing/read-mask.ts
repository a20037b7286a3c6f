import type { Size } from '../../domain/geometry.ts';
import { uprightSize } from '../../domain/geometry.ts';
import { turnStored } from '../../mask/turn.ts';
import { type MaskValues, readMaskValues } from '../../pictures/mask-values.ts';
import { PictureError } from '../../pictures/picture-error.ts';
import { lookAt } from './import-pictures.ts';
import type { MaskPicture } from './mask-pictures.ts';

/** The classes of a picture's stored pixels, or why they cannot be had. `folder` is that of the masks. */
export async function readMask(
  { header, mask, picture }: Pick<MaskPicture, 'header' | 'mask' | 'picture'>,
  folder: string,
): Promise<
  { readonly values: Uint8Array; readonly note: string | null } | { readonly reason: string }
> {
  const look = await lookAt(folder, mask);
  if ('reason' in look) return { reason: look.reason };
  const upright = uprightSize(header, header.turn);
  const isStored = isSameSize(look.header, header);
  if (!isStored && !isSameSize(look.header, upright)) {
    const { width, height } = look.header;
    return {
      reason: `It has ${width} x ${height} pixels, and its picture “${picture}” ${header.width} x ${header.height}: a mask has the size of its picture. Make it anew in that size, without smoothing.`,
    };
  }
  let read: MaskValues;
  try {
    read = await readMaskValues(look.path, look.header.format);
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { reason: `It ${error.message}` };
  }
  if (read.hidden) {
    return {
      reason:
        'It has colours whose blue channel, where the class was expected, is 0: they would count as background. Save it as grey, value = class.',
    };
  }
  // Sizes tell quarter turns apart, unless the picture is square; half turns and mirrors never show.
  if (!isStored) return { values: turnStored(read.values, header, header.turn), note: null };
  const doubtful = header.turn !== 1 && isSameSize(upright, header);
  const note =
    'Its EXIF turns it when it is shown, and its mask is taken for the pixels as they are stored. If the mask lies turned over it, store picture and mask upright.';
  return { values: read.values, note: doubtful ? note : null };
}

function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
