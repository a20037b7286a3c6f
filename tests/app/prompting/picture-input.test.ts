import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PromptTarget } from '../../../app/contract/prompting.ts';
import { decodePicture } from '../../../app/pictures/decode.ts';
import { contentSize, pictureInput } from '../../../app/prompting/picture-input.ts';

let folder = '';
let path = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-prompt-'));
  path = join(folder, 'picture.png');
  const data = Uint8Array.from({ length: 60 * 40 * 3 }, (_, index) => (index * 37) % 256);
  await sharp(data, { raw: { width: 60, height: 40, channels: 3 } })
    .png()
    .toFile(path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function target(turn: PromptTarget['turn']): PromptTarget {
  return { image: 1, path, width: 60, height: 40, turn };
}

/** The place of a number in 1 x 3 x 1024 x 1024. */
function at(channel: number, row: number, column: number): number {
  return (channel * 1024 + row) * 1024 + column;
}

describe('the size of the picture inside the network’s square', () => {
  it('has its longest side at 1024, the other rounded as SAM rounds it', () => {
    const size = { image: 1, path: '', turn: 1 as const };
    expect(contentSize({ ...size, width: 1500, height: 2250 }, 'padded')).toEqual({
      width: 683,
      height: 1024,
    });
    expect(contentSize({ ...size, width: 640, height: 427 }, 'bytes')).toEqual({
      width: 1024,
      height: 683,
    });
    expect(contentSize({ ...size, width: 9000, height: 2 }, 'bytes').height).toBe(1);
    expect(contentSize({ ...size, width: 640, height: 427 }, 'stretched')).toEqual({
      width: 1024,
      height: 1024,
    });
  });

  it('is that of the upright picture', () => {
    expect(contentSize(target(6), 'padded')).toEqual({ width: 683, height: 1024 });
  });
});

describe('what an encoder is given', () => {
  it('bytes as they are, row by row, without padding', async () => {
    const { values, shape } = await pictureInput(target(1), 'bytes');
    const size = { width: 1024, height: 683 };
    const { data } = await decodePicture({ path, turn: 1, size });
    expect(shape).toEqual([683, 1024, 3]);
    expect(Array.from(values)).toEqual(Array.from(data));
  });

  it.each([
    ['padded', 1],
    ['padded', 6],
    ['padded', 3],
    ['stretched', 1],
    ['stretched', 8],
  ] as const)(
    'planes set to the mean, %s, turn %i: as a plain reading has it',
    async (form, turn) => {
      const { values, shape } = await pictureInput(target(turn), form);
      const size = contentSize(target(turn), form);
      const { data } = await decodePicture({ path, turn, size });
      expect(shape).toEqual([1, 3, 1024, 1024]);
      const mean = { padded: [123.675, 116.28, 103.53], stretched: [0.485, 0.456, 0.406] }[form];
      const deviation = { padded: [58.395, 57.12, 57.375], stretched: [0.229, 0.224, 0.225] }[form];
      const unit = { padded: 1, stretched: 255 }[form];
      let largest = 0;
      for (let channel = 0; channel < 3; channel++) {
        for (let row = 0; row < 1024; row += 7) {
          for (let column = 0; column < 1024; column += 5) {
            const isInside = row < size.height && column < size.width;
            const byte = data[(row * size.width + column) * 3 + channel] ?? 0;
            const plain = (byte / unit - (mean[channel] ?? 0)) / (deviation[channel] ?? 1);
            const expected = isInside ? plain : 0;
            const found = values[at(channel, row, column)] ?? Number.NaN;
            largest = Math.max(largest, Math.abs(found - expected));
          }
        }
      }
      expect(largest).toBeLessThan(1e-6);
    },
  );
});
