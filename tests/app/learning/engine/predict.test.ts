import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent, Sample } from '../../../../app/contract/run-folder.ts';
import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import { letterboxPicture } from '../../../../app/learning/data/letterboxed.ts';
import { createPredictors } from '../../../../app/learning/predict/predictor.ts';
import { startEngine, trainToEnd, type Engine } from './engine.ts';
import { makeRun } from './tiny-run.ts';

let base: string;
let run: string;
let samples: readonly Sample[];

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-predict-'));
  run = join(base, 'run');
  samples = await makeRun(run, { epochs: 6, rate: 0.003 });
  await trainToEnd(run);
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the prediction engine', () => {
  // Without a library it predicts on WebAssembly: an empty cache has none.
  test.each([
    ['TensorFlow', {}],
    ['WebAssembly', { MASKWRIGHT_CACHE: '/nonexistent' }],
  ])(
    'on %s writes the maps that the model gives, and skips what it cannot read',
    async (library, environment) => {
      const folder = join(base, 'run');
      rmSync(join(folder, 'predictions'), { recursive: true, force: true });
      const engine = startEngine(['predict'], { environment });
      const ready = await engine.heard(({ kind }) => kind === 'ready');
      expect(ready).toMatchObject({ library: expect.stringContaining(library) as string });
      writeFileSync(join(base, 'not-a-picture.png'), 'hello');
      const [good, , other] = samples;
      if (good === undefined || other === undefined) throw new Error('There are no samples.');
      const bad = { ...good, image: 999, path: join(base, 'not-a-picture.png') };
      engine.send({
        kind: 'predict',
        request: 'a',
        folder,
        weights: 'best',
        targets: [good, bad, other],
      });
      await engine.heard(({ kind }) => kind === 'prediction-done');
      expect(engine.events.slice(1)).toMatchObject([
        { kind: 'predicted', request: 'a', image: good.image, done: 1, total: 3 },
        { kind: 'prediction-skipped', request: 'a', image: 999 },
        { kind: 'predicted', request: 'a', image: other.image, done: 3, total: 3 },
        { kind: 'prediction-done', request: 'a' },
      ]);
      await expectMaps(folder, good);
      expect(existsSync(join(folder, 'predictions', '999'))).toBe(false);
      engine.disconnect();
      expect((await engine.ended).code).toBe(0);
    },
  );

  test('tells of weights that are not there, and stays for the next request', async () => {
    const engine = startEngine(['predict']);
    await engine.heard(({ kind }) => kind === 'ready');
    ask(engine, 'none', join(base, 'nowhere'));
    expect(await engine.heard(({ kind }) => kind === 'failed')).toMatchObject({ request: 'none' });
    ask(engine, 'some', run);
    await engine.heard(isDone('some'));
    // A request cancelled before its turn writes nothing and is told done.
    ask(engine, 'first', run);
    ask(engine, 'cancelled', run);
    engine.send({ kind: 'cancel', request: 'cancelled' });
    await engine.heard(isDone('cancelled'));
    const predicted = engine.events.filter(({ kind }) => kind === 'predicted');
    expect(predicted).toHaveLength(samples.length * 2);
    engine.kill('SIGTERM');
    expect((await engine.ended).code).toBe(0);
  });
});

describe.each(['best', 'last'] as const)('the model in %s/', (which) => {
  test('opens in tfjs without our code and answers the same', async () => {
    const side = 32;
    const script = fileURLToPath(new URL('open-with-tfjs.process.mjs', import.meta.url));
    const theirs = await new Promise<number[]>((resolve, reject) => {
      const child = fork(script, [join(run, which), String(side)], { stdio: 'ignore' });
      child.on('message', (answer) => {
        resolve(answer as number[]);
      });
      child.on('exit', (code) => {
        reject(new Error(`It ended with ${String(code)}.`));
      });
    });
    const backend = await openBackend('tensorflow', 'predict');
    const predictor = createPredictors(backend).of(run, which);
    const rgb = Float32Array.from(
      { length: side * side * 3 },
      (_, at) => ((at * 7919) % 256) / 255,
    );
    const ours = await predictor.probabilities(rgb);
    expect(theirs).toHaveLength(ours.length);
    const difference = theirs.reduce((largest, value, at) => {
      // Theirs has the classes of a pixel side by side, ours a plane of each class.
      const own = ours[(at % 3) * side * side + Math.floor(at / 3)];
      return Math.max(largest, Math.abs(value - (own ?? NaN)));
    }, 0);
    expect(difference).toBeLessThan(1e-5);
    const json = JSON.parse(readFileSync(join(run, which, 'model.json'), 'utf8')) as {
      readonly userDefinedMetadata: unknown;
    };
    expect(json.userDefinedMetadata).toMatchObject({ classes: ['background', 'cat', 'dog'] });
  });
});

function ask(engine: Engine, request: string, folder: string): void {
  engine.send({ kind: 'predict', request, folder, weights: 'last', targets: [...samples] });
}

function isDone(request: string): (event: EngineEvent) => boolean {
  return (event) => event.kind === 'prediction-done' && event.request === request;
}

/** The files hold what the model says, to the rounding of a backend. */
async function expectMaps(folder: string, sample: Sample): Promise<void> {
  const predictor = createPredictors(await openBackend('tensorflow', 'predict')).of(folder, 'best');
  const [maps = []] = await predictor.predict([await letterboxPicture(sample, 32)]);
  expect(maps).toHaveLength(2);
  for (const [index, map] of maps.entries()) {
    const path = join(folder, 'predictions', String(sample.image), `${String(index + 1)}.png`);
    const file = sharp(path).toColourspace('b-w').raw();
    const { data, info } = await file.toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 32, height: 32, channels: 1 });
    expect(data.every((value, at) => Math.abs(value - (map[at] ?? NaN)) <= 1)).toBe(true);
  }
}
