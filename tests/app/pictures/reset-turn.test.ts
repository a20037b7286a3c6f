import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createTurnReset } from '../../../app/pictures/reset-turn.ts';
import { withExif } from './samples.ts';

const plain = sharp({ create: { width: 30, height: 20, channels: 3, background: '#486' } });

/** Sends the bytes through in pieces that end after these many bytes, again and again. */
function reset(bytes: Buffer, pieces: readonly number[] = [bytes.length]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const length = pieces[k % pieces.length] ?? 1;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return buffer(Readable.from(chunks).pipe(createTurnReset()));
}

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s loses its turn and nothing else',
  async (format) => {
    for (let orientation = 2; orientation <= 8; orientation++) {
      const bytes = await plain.clone().toFormat(format).withMetadata({ orientation }).toBuffer();
      expect((await sharp(bytes).metadata()).orientation).toBe(orientation);
      const through = await reset(bytes, [7, 1, 100]);
      expect(through.length).toBe(bytes.length);
      expect((await sharp(through).metadata()).orientation).toBe(1);
      const stored = (image: Buffer) => sharp(image).raw().toBuffer();
      expect(await stored(through)).toEqual(await stored(bytes));
      const changed = [...bytes].filter((byte, k) => byte !== through[k]).length;
      expect(changed).toBeLessThanOrEqual(format === 'png' ? 5 : 1);
    }
  },
);

test('both byte orders, and values that are no orientation', async () => {
  const jpeg = await plain.clone().jpeg().toBuffer();
  for (const littleEndian of [true, false]) {
    for (const orientation of [0, 6, 9, 65_535]) {
      const bytes = withExif(jpeg, { orientation, littleEndian });
      expect(await reset(bytes)).toEqual(withExif(jpeg, { orientation: 1, littleEndian }));
    }
  }
});

test('whatever the pieces, the same bytes come out', async () => {
  const bytes = await plain.clone().jpeg().withMetadata({ orientation: 5 }).toBuffer();
  const whole = await reset(bytes);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
      async (pieces) => {
        expect(await reset(bytes, pieces)).toEqual(whole);
      },
    ),
  );
});

test('whatever is no picture passes as it is, cut off or damaged', async () => {
  const bytes = await plain.clone().jpeg().withMetadata({ orientation: 5 }).toBuffer();
  const gif = await plain.clone().gif().toBuffer();
  for (const other of [
    Buffer.alloc(0),
    Buffer.from('x'),
    Buffer.from('hello'),
    gif,
    bytes.subarray(0, 25),
  ]) {
    expect(await reset(other, [3])).toEqual(other);
  }
  await fc.assert(
    fc.asyncProperty(
      fc.nat(bytes.length),
      fc.nat(bytes.length - 1),
      fc.nat(255),
      async (length, at, value) => {
        const damaged = Buffer.from(bytes.subarray(0, length));
        if (at < length) damaged[at] = value;
        expect((await reset(damaged, [64])).length).toBe(length);
      },
    ),
  );
});
