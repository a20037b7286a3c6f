import { copyFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PromptTarget } from '../../../app/contract/prompting.ts';
import { openNetworks, type Networks } from '../../../app/prompting/networks.ts';
import { SeenPictures } from '../../../app/prompting/seen-pictures.ts';
import { drawNetworks, drawPicture, type DrawnNetworks } from './networks.ts';

const size = { width: 24, height: 16 };
let drawn: DrawnNetworks;
let networks: Networks;
let encoded = 0;
let pictures: SeenPictures;
const targets: PromptTarget[] = [];

beforeAll(async () => {
  drawn = drawNetworks();
  const opened = await openNetworks(drawn.sam);
  networks = {
    ...opened,
    encode(picture) {
      encoded += 1;
      return opened.encode(picture);
    },
  };
  pictures = new SeenPictures(networks);
  const picture = await drawPicture(drawn.folder, size);
  for (let image = 1; image <= 8; image++) {
    const path = join(drawn.folder, `${String(image)}.png`);
    copyFileSync(picture, path);
    targets.push({ image, path, ...size, turn: 1 });
  }
});

afterAll(async () => {
  await networks.close();
  drawn.remove();
});

async function looksAt(target: PromptTarget | undefined): Promise<number> {
  if (target === undefined) throw new Error('there is no such picture');
  const before = encoded;
  await pictures.see(target);
  return encoded - before;
}

it('a picture is looked at once, and again when its file or its turn is another', async () => {
  const [first] = targets;
  expect(await looksAt(first)).toBe(1);
  expect(await looksAt(first)).toBe(0);
  const turned = { ...targets[0], turn: 6 } as PromptTarget;
  expect(await looksAt(turned)).toBe(1);
  utimesSync(turned.path, 1, 1);
  expect(await looksAt(first)).toBe(1);
});

it('the last six are kept, and the one that was asked for longest ago goes first', async () => {
  for (const target of targets.slice(0, 6)) await looksAt(target);
  expect(await looksAt(targets[0])).toBe(0);
  expect(await looksAt(targets[6])).toBe(1);
  expect(await looksAt(targets[0])).toBe(0);
  expect(await looksAt(targets[1])).toBe(1);
  expect(await looksAt(targets[5])).toBe(0);
});

it('one that is gone or no picture is told by its name', async () => {
  const gone = { image: 9, path: join(drawn.folder, 'gone.png'), ...size, turn: 1 as const };
  await expect(pictures.see(gone)).rejects.toThrow(/gone\.png/);
  await expect(pictures.see({ ...gone, path: drawn.sam.decoder })).rejects.toThrow(
    /^“samDecoder\.onnx” /,
  );
});
