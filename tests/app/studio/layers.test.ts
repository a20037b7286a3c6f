import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layersUrl } from '../../../app/contract/assets.ts';
import type { LookedLayers } from '../../../app/contract/layers.ts';
import { recipes } from '../../../app/contract/training.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { writeModel } from '../../../app/learning/files/model-files.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { writeJob } from '../../../app/studio/run-folder/run-files.ts';
import { keptFolder, openProject, type TestStudio } from './test-studio.ts';

/** With the real engine, on a run that has weights and was never trained. */

const run = 'first';
const weights = 'best';

let engines: Engines;
let base: { folder: string; remove(): void };
let studio: TestStudio & { folder: string };

beforeAll(async () => {
  engines = createEngines({ command: engineCommand, log: () => undefined });
  base = keptFolder();
  studio = await openProject(base.folder, { pictures: 3, engines });
  prepareRun(run, 1);
  prepareRun('parts', 2);
}, 60_000);
afterAll(async () => {
  await studio.close();
  await engines.leave(2_000);
  base.remove();
});

function prepareRun(name: string, tiles: number): void {
  const settings = { ...recipes['unet-tutorial'], size: 32, tiles };
  writeJob(studio.folder, {
    format: 1,
    name,
    createdAt: new Date().toISOString(),
    settings,
    classes: [
      { id: 17, name: 'cat', value: 1 },
      { id: 18, name: 'dog', value: 2 },
    ],
    dataHash: 'none',
  });
  const network = networkOf(settings, 3);
  writeModel(join(studio.folder, 'runs', name, weights), {
    network,
    values: startingWeights(network, 1),
    topology: {},
    metadata: {},
  });
}

function temporary(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('maskwright-layers-'));
}

it(
  'looks at one picture at a time, and keeps the maps of the last',
  { timeout: 60_000 },
  async () => {
    const before = temporary();
    const given = await studio.call('layers.look', { run, weights, image: 1 });
    const wanted = await studio.call('layers.look', { run, weights, image: 2 });
    expect(await studio.ended(given)).toMatchObject({
      state: 'cancelled',
      error: { message: 'Another picture was asked for, or this was stopped.' },
    });
    const job = await studio.ended(wanted);
    expect(job).toMatchObject({ state: 'done', unit: 'layers', done: job.total });
    const looked = job.result as LookedLayers;
    expect(looked).toMatchObject({ run, weights, image: 2, name: '2.png', sidePx: 32 });
    // A picture of 40 x 30 fitted into 32 x 32.
    expect(looked.content).toEqual({ x: 0, y: 4, width: 32, height: 24 });
    const { layers, look } = looked;
    expect(layers.map(({ kind }) => kind).slice(0, 3)).toEqual([
      'input',
      'convolution',
      'activation',
    ]);
    expect(layers[0]?.range).toMatchObject({ min: 0 });
    expect(layers.at(-1)).toMatchObject({ kind: 'softmax', shown: [0, 1, 2], limit: 1 });
    const signal = new AbortController().signal;
    for (const sheet of [0, layers.length - 1, 'thumbnails'] as const) {
      const asset = await studio.studio.asset(layersUrl(look ?? '', sheet), signal);
      expect(asset).toMatchObject({ kind: 'file', type: 'image/png' });
      expect(asset?.kind === 'file' && existsSync(asset.path)).toBe(true);
    }
    for (const sheet of [layers.length, 'index.json', '..'] as const) {
      const url = `/layers/${look ?? ''}/${String(sheet)}`;
      expect(await studio.studio.asset(url, signal)).toBeNull();
    }
    expect(temporary().filter((name) => !before.includes(name))).toHaveLength(1);
  },
);

it('shows of a picture that is looked at in parts the part in its middle', async () => {
  const order = { run: 'parts', weights, image: 1 } as const;
  const { result } = await studio.ended(await studio.call('layers.look', order));
  // 40 x 30 fitted into 64 x 64 is 64 x 48 from row 8 on; the part begins at row and column 16.
  expect(result).toMatchObject({
    ...{ tiles: 2, sidePx: 32 },
    content: { x: -16, y: -8, width: 64, height: 48 },
  });
  const [input] = (result as LookedLayers).layers;
  expect(input).toMatchObject({ kind: 'input', width: 32, height: 32, range: { zeros: 0 } });
});

it(
  'tells what a value sees, and follows numbers where they move',
  { timeout: 60_000 },
  async () => {
    // Two convolutions of 3 x 3, and the pool of 2 x 2 behind them: 3, 5, 6.
    const field = (layer: string) => studio.call('layers.field', { run, layer, row: 8, column: 4 });
    expect(await field('down1_conv2')).toEqual({ field: { x: 2, y: 6, width: 5, height: 5 } });
    expect(await field('pool1')).toEqual({ field: { x: 6, y: 14, width: 6, height: 6 } });
    await expect(field('nobody')).rejects.toThrow(/There is no layer “nobody” in the network of/);
    const place = { run, weights, image: 1, row: 4, column: 4, channel: 3 } as const;
    const pool = await studio.call('layers.numbers', { ...place, layer: 'pool1' });
    expect([pool.input.width, pool.output.width, pool.output.values.length]).toEqual([8, 4, 16]);
    await expect(studio.call('layers.numbers', { ...place, layer: 'down1_drop' })).rejects.toThrow(
      /leaves every number where it is/,
    );
  },
);

it('says what is missing before anything begins', async () => {
  const look = (order: object) => studio.call('layers.look', { run, weights, image: 1, ...order });
  await expect(look({ weights: 'last' })).rejects.toThrow(/has no weights yet/);
  await expect(look({ image: 99 })).rejects.toThrow(/There is no picture 99/);
  await expect(look({ run: 'second' })).rejects.toThrow(/There is no run “second”/);
});
