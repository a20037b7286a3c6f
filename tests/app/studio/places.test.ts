import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { Place } from '../../../app/contract/place.ts';
import { startStudio, testFolder, type TestStudio } from './test-studio.ts';

const somewhere: Place = {
  view: 'annotate',
  picture: 7,
  look: { image: 7, x: 10.5, y: 20, scale: 3 },
  hand: { tool: 'eraser', brushSizePx: 31, brushShape: 'square', category: 17 },
  filter: { reviews: ['edited'], search: 'cat' },
  order: { by: 'score', descending: true },
  top: 40,
  focus: 42,
  run: 'run-2',
  judged: { image: 9, threshold: 0.4, withAccepted: true },
};

let folder: string;
let studio: TestStudio;

beforeEach(async () => {
  folder = testFolder();
  studio = await startStudio();
});

it('a place is given back as it was kept, to another studio too', async () => {
  expect(await studio.call('place.get', { folder })).toEqual({ place: null });
  await studio.call('place.keep', { folder, place: somewhere });
  expect(await studio.call('place.get', { folder })).toEqual({ place: somewhere });
  const later = await startStudio();
  expect(await later.call('place.get', { folder })).toEqual({ place: somewhere });
});

it('the places of the newest twenty projects are remembered', async () => {
  for (let number = 0; number < 25; number++) {
    await studio.call('place.keep', { folder: `/p/${number}`, place: somewhere });
  }
  const known = async (number: number): Promise<boolean> =>
    (await studio.call('place.get', { folder: `/p/${number}` })).place !== null;
  expect([await known(4), await known(5), await known(24)]).toEqual([false, true, true]);
});

it('what is damaged in the file is as at the first look, and the rest is kept', async () => {
  await studio.call('place.keep', { folder, place: somewhere });
  const file = join(folder, 'configuration', 'places.json');
  const spoilt = { ...somewhere, picture: 'seven', hand: { tool: 'axe' }, order: 3 };
  writeFileSync(file, JSON.stringify({ places: [{ folder, place: spoilt }] }));
  const { place } = await studio.call('place.get', { folder });
  const order = { by: 'id', descending: false };
  expect(place).toEqual({ ...somewhere, picture: null, hand: null, order });

  writeFileSync(file, '{"places": [');
  expect(await studio.call('place.get', { folder })).toEqual({ place: null });
  await studio.call('place.keep', { folder, place: somewhere });
  expect(existsSync(file) && readFileSync(file, 'utf8').includes('run-2')).toBe(true);
});
