import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageUrl, overlayUrl, thumbnailUrl } from '../../../app/contract/assets.ts';
import type { Asset } from '../../../app/contract/assets.ts';
import { sharp } from '../../../app/pictures/sharp.ts';
import { emptyObject, flipOf, gestureOf } from './strokes.ts';
import { startProject, testFolder, startStudio, type TestStudio } from './test-studio.ts';

const { signal } = new AbortController();

async function assetOf({ studio }: TestStudio, url: string): Promise<Asset | null> {
  return studio.asset(url, signal);
}

/** Red, green, blue and opacity of each pixel. */
async function pixelsOf(asset: Asset | null) {
  if (asset?.kind !== 'bytes') throw new Error('bytes were expected');
  const { data, info } = await sharp(asset.body)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at: (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4),
    ],
  };
}

describe('an overlay', () => {
  it('has the colours of the classes, opaque along outlines, nothing elsewhere', async () => {
    const studio = await startProject();
    const { first } = await studio.call('annotation.reserve', { count: 1 });
    const gesture = gestureOf([
      emptyObject(first, 18, 1),
      flipOf(first, { x: 20, y: 10, width: 15, height: 15 }),
    ]);
    await studio.call('gesture.apply', { image: 1, revision: 0, gesture });
    await studio.call('category.update', { category: 18, color: '#0080ff' });
    const url = overlayUrl(1, { sizePx: 400, revision: 1, categories: 1 });
    const { width, height, at } = await pixelsOf(await assetOf(studio, url));
    expect([width, height]).toEqual([40, 30]);
    expect(at(27, 17)).toEqual([0, 0x80, 0xff, 115]);
    expect(at(20, 10)).toEqual([0, 0x80, 0xff, 255]);
    expect(at(38, 28)[3]).toBe(0);
    const small = overlayUrl(1, { sizePx: 20, revision: 1, categories: 1 });
    expect(await pixelsOf(await assetOf(studio, small))).toMatchObject({ width: 20, height: 15 });
  });

  it('of a turned picture stands upright, as its thumbnail does', async () => {
    const base = testFolder();
    const images = join(base, 'photos');
    const studio = await startStudio();
    await studio.call('project.open', { folder: join(base, 'project'), create: true });
    const photo = sharp({ create: { width: 60, height: 20, channels: 3, background: '#446688' } });
    const { mkdirSync } = await import('node:fs');
    mkdirSync(images);
    await photo.withMetadata({ orientation: 6 }).jpeg().toFile(join(images, 'turned.jpg'));
    await studio.ended(
      await studio.call('import.folder', { images, copy: false, classes: ['cat'] }),
    );
    const { images: found } = await studio.call('image.list', {
      filter: {},
      order: { by: 'id', descending: false },
      offset: 0,
      limit: 1,
    });
    const image = found[0]!;
    expect(image).toMatchObject({ width: 60, height: 20, turn: 6 });
    const { first } = await studio.call('annotation.reserve', { count: 1 });
    // The left end of the stored picture is the top of the upright one.
    const polygons = [[0, 0, 12, 0, 12, 20, 0, 20]];
    const seed = {
      id: first,
      category: 1,
      shape: { kind: 'polygons', polygons },
      crowd: false,
      position: 0,
    } as const;
    await studio.call('gesture.apply', {
      image: image.id,
      revision: 0,
      gesture: gestureOf([{ kind: 'create', seed }]),
    });
    const overlay = await pixelsOf(
      await assetOf(studio, overlayUrl(image.id, { sizePx: 100, revision: 1, categories: 0 })),
    );
    expect([overlay.width, overlay.height]).toEqual([20, 60]);
    expect(overlay.at(10, 5)[3]).toBeGreaterThan(0);
    expect(overlay.at(10, 30)[3]).toBe(0);
    const thumbnail = await pixelsOf(await assetOf(studio, thumbnailUrl(image.id, 30)));
    expect([thumbnail.width, thumbnail.height]).toEqual([10, 30]);
  });
});

it('nothing stands behind an address that names nothing', async () => {
  const studio = await startProject();
  const nothing = [
    '/image/99',
    '/image/-1',
    '/image/..%2f..%2fproject.sqlite',
    '/image/1e0x',
    '/thumbnail/1',
    '/thumbnail/1?size=0',
    '/thumbnail/1?size=99999',
    '/overlay/1?size=abc',
    '/prediction/run-1/1/1',
    '/prediction/..%2f../1/1',
    '/sample/run-1/1/1',
    '/sample/../../1',
    '/nowhere/1',
    '/',
  ];
  for (const url of nothing) expect(await assetOf(studio, url), url).toBeNull();
  expect(await assetOf(studio, imageUrl(1))).toMatchObject({
    kind: 'file',
    type: 'image/png',
    resetTurn: true,
  });
});

it('pictures that moved are found again in their new folder, and a wrong folder changes nothing', async () => {
  const studio = await startProject();
  const { sources } = await studio.call('source.list', {});
  const source = sources[0]!;
  const moved = `${source.imagesFolder}-moved`;
  renameSync(source.imagesFolder, moved);
  rmSync(join(moved, '3.png'));
  expect(await assetOf(studio, imageUrl(1))).toBeNull();
  const wrong = testFolder();
  writeFileSync(join(wrong, 'note.txt'), 'no pictures here');
  await expect(
    studio.call('source.relink', { source: source.id, images: wrong }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  await expect(
    studio.call('source.relink', { source: source.id, images: join(wrong, 'nowhere') }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  expect(await studio.call('source.relink', { source: source.id, images: moved })).toEqual({
    found: 3,
    missing: 1,
  });
  expect(await assetOf(studio, imageUrl(1))).toMatchObject({ kind: 'file' });
  const { missing } = await studio.call('image.counts', { filter: {} });
  expect(missing).toBe(1);
});
