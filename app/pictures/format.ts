import { PictureError } from './picture-error.ts';

/** What can be read, whatever the file is called. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'bmp';

/** Endings by which pictures are looked for in folders; what they are is seen by their first bytes. */
export const pictureEndings = /\.(?:jpe?g|jpe|jfif|png|webp|gif|tiff?|bmp|dib)$/i;

const mediaTypes: Readonly<Record<PictureFormat, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
};

export function mediaTypeOf(format: PictureFormat): string {
  return mediaTypes[format];
}

/** Formats of other programs, named so that a person knows what to do. */
const others: readonly (readonly [RegExp, string])[] = [
  [
    /^version https:\/\/git-lfs/,
    'is a Git LFS pointer in place of the picture: fetch it (git lfs pull).',
  ],
  [/^MATLAB 5\.0/, 'is a MATLAB file, not a picture.'],
  [
    /^....ftyp(?:heic|heix|hevc|mif1|msf1)/s,
    'is a HEIC picture, which is not supported: save it as JPEG or PNG.',
  ],
  [/^....ftypavi[fs]/s, 'is an AVIF picture, which is not supported: save it as JPEG or PNG.'],
  [
    /^(?:\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/s,
    'is a JPEG 2000 picture, which is not supported: save it as JPEG or PNG.',
  ],
  [/^8BPS/, 'is a Photoshop document, not a picture: save it as JPEG or PNG.'],
  [/^%PDF/, 'is a PDF document, not a picture.'],
  [/^\x89HDF/, 'is an HDF5 file, not a picture.'],
  [/^\x93NUMPY/, 'is a NumPy array, not a picture.'],
  [/^\x00\x00\x01\x00/, 'is an icon, which is not supported: save it as PNG.'],
  [/^PK\x03\x04/, 'is a ZIP archive, not a picture.'],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i,
    'is an SVG drawing, which has no pixels of its own: save it as PNG.',
  ],
  [
    /^\s*<(?:!DOCTYPE html|html|head)/i,
    'is a web page, perhaps an error page saved in the picture’s place.',
  ],
];

/** The format by the first bytes (32 or more where the file has them). Throws PictureError for everything else. */
export function formatOf(head: Uint8Array): PictureFormat {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 512)).toString(
    'latin1',
  );
  if (text.length === 0) throw new PictureError('is empty.');
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff';
  if (text.startsWith('BM') && head.length >= 26) return 'bmp';
  const other = others.find(([pattern]) => pattern.test(text));
  throw new PictureError(other?.[1] ?? 'is not a picture, or is damaged at its beginning.');
}

/** TIFF is the one format here that browsers leave to others. */
export function isShownByBrowsers(format: PictureFormat): boolean {
  return format !== 'tiff';
}
