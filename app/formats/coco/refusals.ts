import { StudioError } from '../../contract/errors.ts';

/** Sentences for files that are no COCO instances file as a whole. */

export function refusal(file: string, reason: string): StudioError {
  return new StudioError('bad-input', `${file} ${reason} Nothing was imported.`, {
    details: { file },
  });
}

export function cutOff(file: string, bytes: number): StudioError {
  return refusal(
    file,
    `ends in the middle, after ${bytes.toLocaleString('en')} bytes: it was cut off, perhaps by a broken download. ` +
      'Fetch it again.',
  );
}

export function notJson(file: string, offset: number): StudioError {
  return refusal(file, `is not valid JSON at byte ${offset.toLocaleString('en')}.`);
}

/** What the first bytes give away; null when they may begin a JSON object. */
export function reasonByFirstBytes(head: Uint8Array): string | null {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 64)).toString(
    'latin1',
  );
  if (head.length === 0) return 'is empty.';
  if (text.startsWith('version https://git-lfs'))
    return 'is a Git LFS pointer, a note of 130 bytes in place of the real file. Fetch the file itself (git lfs pull).';
  if (
    text.startsWith('\u00ff\u00fe') ||
    text.startsWith('\u00fe\u00ff') ||
    text.startsWith('{\0') ||
    text.startsWith('\0{')
  )
    return 'is written in UTF-16. Save it as UTF-8.';
  if (text.startsWith('PK\u0003\u0004')) return 'is a ZIP archive. Unpack it first.';
  if (text.startsWith('\u001f\u008b')) return 'is packed with gzip. Unpack it first.';
  const first = text.replace('\u00ef\u00bb\u00bf', '').trimStart()[0];
  if (first === '[')
    return 'is a bare list, as COCO’s files of results are. An instances file is expected: an object with images, annotations and categories.';
  if (first === '<') return 'is XML or HTML, not JSON.';
  if (first !== '{' && first !== undefined) return 'is not a JSON object.';
  return null;
}
