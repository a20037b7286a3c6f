import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from './crc32.ts';
import { isExif } from './jpeg-header.ts';
import { findOrientation } from './orientation.ts';

/** What a walk over a picture wants next: bytes to look at and change, or bytes that may pass. */
type Step = { readonly hold: number } | { readonly pass: number };
type Walk = Generator<Step, void, Buffer>;

/** EXIF of this size holds a thumbnail of its thumbnail; more is let through as it is. */
const largestExif = 1 << 20;

/**
 * A stream that sets the EXIF orientation of a JPEG, PNG or WebP to 1 on the way and changes nothing else, not even
 * the length: browsers then show stored pixels, and turning is left to whoever draws. Anything else passes through.
 */
export function createTurnReset(): Transform {
  const walk = walkPicture();
  let step = walk.next();
  let waiting: Buffer[] = [];
  let waitingBytes = 0;

  function take(stream: Transform, chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && step.done !== true) {
      const wanted = step.value;
      if ('pass' in wanted) {
        const passed = rest.subarray(0, wanted.pass);
        stream.push(passed);
        rest = rest.subarray(passed.length);
        const left = wanted.pass - passed.length;
        step = left > 0 ? { done: false, value: { pass: left } } : walk.next(passed);
      } else {
        const part = rest.subarray(0, wanted.hold - waitingBytes);
        waiting.push(part);
        waitingBytes += part.length;
        rest = rest.subarray(part.length);
        if (waitingBytes < wanted.hold) return;
        const held = Buffer.concat(waiting);
        waiting = [];
        waitingBytes = 0;
        step = walk.next(held);
        stream.push(held);
      }
    }
    if (rest.length > 0) stream.push(rest);
  }

  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      take(this, chunk);
      done();
    },
    flush(done: TransformCallback) {
      for (const part of waiting) this.push(part);
      done();
    },
  });
}

function* walkPicture(): Walk {
  const start = yield { hold: 2 };
  if (start[0] === 0xff && start[1] === 0xd8) yield* walkJpeg();
  else if (start[0] === 0x89 && start[1] === 0x50) yield* walkPng();
  else if (start.toString('latin1') === 'RI') yield* walkWebp();
}

function* walkJpeg(): Walk {
  for (;;) {
    const head = yield { hold: 2 };
    if (head[0] !== 0xff) return;
    let marker = head[1]!;
    while (marker === 0xff) marker = (yield { hold: 1 })[0]!;
    if (marker === 0xda || marker === 0xd9) return;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    const length = (yield { hold: 2 }).readUInt16BE(0) - 2;
    if (length < 0) return;
    if (length === 0) continue;
    if (marker !== 0xe1) {
      yield { pass: length };
    } else {
      const content = yield { hold: length };
      if (isExif(content)) setUpright(content.subarray(6));
    }
  }
}

function* walkPng(): Walk {
  yield { hold: 6 };
  for (;;) {
    const head = yield { hold: 8 };
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (type === 'IDAT' || type === 'IEND') return;
    if (type !== 'eXIf' || length > largestExif) {
      yield { pass: length + 4 };
      continue;
    }
    const content = yield { hold: length + 4 };
    setUpright(content.subarray(0, length));
    const named = Buffer.concat([head.subarray(4), content.subarray(0, length)]);
    content.writeUInt32BE(crc32(named), length);
  }
}

function* walkWebp(): Walk {
  yield { hold: 10 };
  for (;;) {
    const head = yield { hold: 8 };
    const length = head.readUInt32LE(4);
    const padded = length + (length % 2);
    if (padded === 0) continue;
    if (head.toString('latin1', 0, 4) !== 'EXIF' || length > largestExif) {
      yield { pass: padded };
    } else {
      const content = yield { hold: padded };
      setUpright(isExif(content) ? content.subarray(6) : content);
    }
  }
}

/** Writes orientation 1 into a TIFF structure that has one. */
function setUpright(tiff: Buffer): void {
  const place = findOrientation(tiff);
  if (place === null) return;
  if (place.littleEndian) tiff.writeUInt16LE(1, place.offset);
  else tiff.writeUInt16BE(1, place.offset);
}
