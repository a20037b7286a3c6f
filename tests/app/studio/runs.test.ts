import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictionUrl, sampleUrl } from '../../../app/contract/assets.ts';
import type { Evaluation } from '../../../app/contract/methods.ts';
import type { RunState } from '../../../app/contract/run-folder.ts';
import { isRunning } from '../../../app/domain/run.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { readGreyPng } from '../../../app/pictures/png.ts';
import { emptyObject, flipOf, gestureOf } from './strokes.ts';
import { keptFolder, openProject, openTestStudio, type TestStudio } from './test-studio.ts';

/** With the real engine, on pictures so small that a run takes seconds. */

const choice = { size: 32, epochs: 2, batch: 4 } as const;
const { signal } = new AbortController();

let engines: Engines;
let base: { folder: string; remove(): void };
let studio: TestStudio & { folder: string };

beforeAll(async () => {
  engines = createEngines({ command: engineCommand, log: () => undefined });
  base = keptFolder();
  studio = await openProject(base.folder, { pictures: 12, engines });
}, 120_000);
afterAll(async () => {
  await studio.close();
  await engines.leave(2_000);
  base.remove();
});

function heard(run: string, condition: (state: RunState) => boolean): Promise<RunState> {
  const { client } = studio;
  const met = Promise.withResolvers<RunState>();
  async function look(): Promise<void> {
    const { state } = await client.call('run.get', { run });
    if (condition(state)) met.resolve(state);
  }
  const unsubscribe = client.subscribe('run', (told) => {
    if (told.run === run) look().catch(met.reject);
  });
  look().catch(met.reject);
  return met.promise.finally(unsubscribe);
}

const ended = (run: string) => heard(run, ({ status }) => !isRunning(status));

describe('a run', { timeout: 180_000 }, () => {
  it('says what it would train on, trains it, and keeps every figure', async () => {
    const plan = await studio.call('training.plan', { choice });
    expect(plan).toMatchObject({
      train: 10,
      val: 2,
      test: 0,
      settings: { model: 'unet', size: 32 },
    });
    expect(plan.runtime.kind).toBe('ready');
    const { run } = await studio.call('training.start', { choice });
    expect(run).toBe('run-1');
    await expect(studio.call('training.start', { choice })).rejects.toMatchObject({ code: 'busy' });
    await expect(studio.call('run.delete', { run })).rejects.toMatchObject({ code: 'busy' });
    expect(await ended(run)).toMatchObject({ status: 'finished', epoch: 2, backend: 'tensorflow' });

    const { metrics, next } = await studio.call('run.metrics', { run, from: 0 });
    expect(metrics.filter(({ kind }) => kind === 'validation').map(({ epoch }) => epoch)).toEqual([
      1, 2,
    ]);
    expect(metrics.every(({ iou }) => 'cat' in iou && 'dog' in iou)).toBe(true);
    expect(await studio.call('run.metrics', { run, from: next })).toEqual({ metrics: [], next });
    expect(await studio.call('run.metrics', { run, from: 1 })).toEqual({
      metrics: metrics.slice(1),
      next,
    });

    const samples = await studio.call('run.samples', { run });
    expect(samples.epochs).toEqual([1, 2]);
    expect(samples.images).toHaveLength(2);
    const [sample] = samples.images;
    const asset = await studio.studio.asset(sampleUrl(run, 2, sample!.image), signal);
    expect(asset).toMatchObject({ kind: 'bytes', type: 'image/png' });
    for (const shows of ['label', 'error'] as const) {
      const url = sampleUrl(run, 2, sample!.image, shows);
      expect(await studio.studio.asset(url, signal)).toMatchObject({ type: 'image/png' });
    }
    expect((await studio.call('run.list', {})).runs).toMatchObject([{ name: run, predicts: true }]);
    const again = await studio.call('training.plan', { choice });
    expect(again.secondsEstimated).toBeGreaterThan(0);
  });

  it('sees the labels as they were when it started', async () => {
    const frozen = readFileSync(join(studio.folder, 'runs', 'run-1', 'samples.jsonl'), 'utf8');
    await studio.call('category.add', { name: 'cow' });
    const after = readFileSync(join(studio.folder, 'runs', 'run-1', 'samples.jsonl'), 'utf8');
    expect(after).toBe(frozen);
    const { job } = await studio.call('run.get', { run: 'run-1' });
    expect(job.classes.map(({ name }) => name)).toEqual(['cat', 'dog']);
  });

  it('whose engine is killed says so, and resumes to its end', async () => {
    const { run } = await studio.call('training.start', {
      choice: { ...choice, epochs: 40, run: 'killed' },
    });
    await heard(run, ({ epoch }) => epoch >= 1);
    killEngineOf(run);
    expect(await ended(run)).toMatchObject({ status: 'interrupted' });

    await studio.call('training.resume', { run });
    await heard(run, ({ epoch }) => epoch >= 2);
    await studio.call('training.stop', { run });
    expect(await ended(run)).toMatchObject({ status: 'stopped' });
    const { metrics } = await studio.call('run.metrics', { run, from: 0 });
    const epochs = metrics.filter(({ kind }) => kind === 'validation').map(({ epoch }) => epoch);
    expect(epochs).toEqual(Array.from({ length: epochs.length }, (_, index) => index + 1));
  });

  it('cut off before its pictures were listed begins again', async () => {
    const { job } = await studio.call('run.get', { run: 'run-1' });
    const folder = join(studio.folder, 'runs', 'half');
    mkdirSync(folder);
    const half = { ...job, name: 'half', dataHash: '', settings: { ...job.settings, epochs: 1 } };
    writeFileSync(join(folder, 'job.json'), JSON.stringify(half));
    expect((await studio.call('run.get', { run: 'half' })).state.status).toBe('interrupted');
    await studio.call('training.resume', { run: 'half' });
    expect(await ended('half')).toMatchObject({ status: 'finished', epoch: 1 });
    await expect(studio.call('training.resume', { run: 'half' })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('goes on while the studio closes and opens, and is found at work', async () => {
    const { run } = await studio.call('training.start', {
      choice: { ...choice, epochs: 60, run: 'outlives' },
    });
    await heard(run, ({ epoch }) => epoch >= 1);
    await studio.close();
    studio = {
      ...(await openTestStudio({ folder: studio.folder, engines })),
      folder: studio.folder,
    };
    const { state } = await studio.call('run.get', { run });
    expect(state.status).toBe('training');
    await studio.call('training.stop', { run });
    expect(await ended(run)).toMatchObject({ status: 'stopped' });
  });

  it('that is deleted can be brought back with its predictions', async () => {
    const predicted = await predictAll('run-1');
    expect(predicted).toMatchObject({ state: 'done', result: { pictures: 12, skipped: [] } });
    const before = await studio.call('prediction.get', { image: 1 });
    const { trash } = await studio.call('run.delete', { run: 'run-1' });
    expect(await studio.call('prediction.get', { image: 1 })).toBeNull();
    await expect(studio.call('run.get', { run: 'run-1' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await studio.call('trash.restore', { trash });
    expect(await studio.call('prediction.get', { image: 1 })).toEqual(before);
    expect((await studio.call('run.get', { run: 'run-1' })).state.status).toBe('finished');
  });
});

describe('a folder of pictures', { timeout: 180_000 }, () => {
  /** Copies of one picture, and one that is broken. */
  async function orderOf(name: string, count: number) {
    const images = join(base.folder, name);
    mkdirSync(images);
    for (let k = 1; k <= count; k++) {
      cpSync(join(base.folder, 'pictures', '1.png'), join(images, `${k}.png`));
    }
    writeFileSync(join(images, 'broken.png'), 'hello');
    const { folder: runFolder } = await studio.call('run.get', { run: 'run-1' });
    const out = join(base.folder, `${name}-predicted`);
    return { runFolder, weights: 'last', images, out, overwrite: false } as const;
  }

  it('is predicted but for what cannot be read, over nothing that is there', async () => {
    const order = await orderOf('holiday', 3);
    const written = await studio.ended(await studio.call('folder.predict', order));
    expect(written).toMatchObject({ state: 'done', done: 4, total: 4 });
    expect(written.result).toMatchObject({ pictures: 3, skipped: [{ file: 'broken.png' }] });
    const files = readdirSync(order.out);
    expect(files).toHaveLength(6);
    const again = await studio.ended(await studio.call('folder.predict', order));
    expect(again).toMatchObject({ state: 'failed', error: { code: 'bad-input' } });
    expect(again.error?.message).toContain('holds “1.png” already');
    const told = await studio.call('folder.predict', { ...order, overwrite: true });
    expect(await studio.ended(told)).toMatchObject({ state: 'done' });
    expect(readdirSync(order.out)).toEqual(files);
    const here = studio.call('folder.predict', { ...order, out: 'predicted' });
    await expect(here).rejects.toThrow('is not a whole path');
  });

  it('is predicted until somebody stops it; what was written stays', async () => {
    const order = await orderOf('many', 600);
    const started = await studio.call('folder.predict', order);
    const doneNow = async () => (await studio.call('job.get', started)).done;
    await expect.poll(doneNow, { timeout: 60_000, interval: 5 }).toBeGreaterThan(2);
    await studio.call('job.cancel', started);
    const ended = await studio.ended(started);
    expect(ended.state).toBe('cancelled');
    expect(ended.error?.message).toContain('were written until then stay');
    const files = readdirSync(order.out);
    expect(files.length).toBeLessThan(1200);
    expect(files.filter((file) => file.endsWith('_overlay.png'))).toHaveLength(files.length / 2);
  });
});

describe('a prediction', { timeout: 180_000 }, () => {
  it('is scored at the size of the picture, shown by URL, and follows the label', async () => {
    await predictAll('run-1');
    const prediction = await studio.call('prediction.get', { image: 1, run: 'run-1' });
    expect(prediction).toMatchObject({ run: 'run-1', size: 32 });
    expect(prediction?.maps.map(({ name, value }) => [name, value])).toEqual([
      ['cat', 1],
      ['dog', 2],
    ]);
    const asset = await studio.studio.asset(predictionUrl('run-1', 1, 1), signal);
    if (asset?.kind !== 'file') throw new Error('a file was expected');
    expect(readGreyPng(readFileSync(asset.path))).toMatchObject({ width: 32, height: 32 });
    const { image } = await studio.call('image.get', { image: 1 });
    expect(image).toMatchObject({ predicted: true, score: prediction?.meanIou });

    const { first } = await studio.call('annotation.reserve', { count: 1 });
    const gesture = gestureOf([
      emptyObject(first, 18, 1),
      flipOf(first, { x: 0, y: 0, width: 40, height: 30 }),
    ]);
    await studio.call('gesture.apply', { image: 1, revision: image.revision, gesture });
    const after = await studio.call('prediction.get', { image: 1, run: 'run-1' });
    expect(after?.iou.dog).not.toEqual(prediction?.iou.dog);
    await studio.call('history.undo', { image: 1, revision: image.revision + 1 });
  });

  it('is evaluated by the sum of the pictures', async () => {
    const started = await studio.call('evaluation.start', {
      run: 'run-1',
      split: 'all',
      weights: 'best',
    });
    const job = await studio.ended(started);
    const evaluation = job.result as Evaluation;
    expect(evaluation).toMatchObject({ run: 'run-1', split: 'all', pictures: 12, threshold: 0.5 });
    const pixels = evaluation.confusion.counts.flat().reduce((sum, count) => sum + count, 0);
    expect(pixels).toBe(12 * 40 * 30);
    expect(evaluation.confusion.names).toEqual(['background', 'cat', 'dog']);
    const { evaluations } = await studio.call('evaluation.list', { run: 'run-1' });
    expect(evaluations[0]).toEqual(evaluation);
  });

  it('is evaluated with the pictures behind each mistake, and at other thresholds', async () => {
    const { evaluations } = await studio.call('evaluation.list', { run: 'run-1' });
    const { confusion, mistakes, worst, thresholds, calibration, ...scores } = evaluations[0]!;
    // Of twelve pictures, none is left out.
    for (const [label, counts] of confusion.counts.entries()) {
      for (const [prediction, pixels] of counts.entries()) {
        const behind = mistakes.find(
          (mistake) => mistake.label === label && mistake.prediction === prediction,
        );
        const sum = behind?.pictures.reduce((total, picture) => total + picture.pixels, 0) ?? 0;
        expect(sum).toBe(label === prediction ? 0 : pixels);
      }
    }
    const ious = worst.map(({ meanIou }) => meanIou);
    expect(ious.length).toBeGreaterThan(0);
    expect(ious).toEqual(ious.toSorted((a, b) => a - b));
    const same = thresholds.find(({ threshold }) => threshold === scores.threshold);
    expect(same).toMatchObject({ meanIou: scores.meanIou, iou: scores.iou });
    const named = calibration.slice(5).reduce((sum, tenth) => sum + tenth.pixels, 0);
    const predicted = confusion.counts.reduce((sum, [, ...others]) => {
      return sum + others.reduce((total, pixels) => total + pixels, 0);
    }, 0);
    expect(named).toBe(predicted);
  });

  it('is accepted as one gesture, which one undo takes back', async () => {
    const before = await studio.call('image.get', { image: 2 });
    const accepted = await studio.call('prediction.accept', {
      image: 2,
      revision: before.image.revision,
      run: 'run-1',
      threshold: 0.01,
    });
    const after = await studio.call('image.get', { image: 2 });
    expect(after.image.revision).toBe(accepted.revision);
    expect(after.annotations).not.toEqual(before.annotations);
    await studio.call('history.undo', { image: 2, revision: accepted.revision });
    const undone = await studio.call('image.get', { image: 2 });
    expect(undone.annotations).toEqual(before.annotations);
  });

  it('leaves as grey and overlay pictures, and the model as files that name themselves', async () => {
    const out = join(base.folder, 'predictions');
    const model = join(base.folder, 'model');
    const written = await studio.ended(
      await studio.call('export.predictions', {
        run: 'run-1',
        weights: 'best',
        target: 'val',
        out,
      }),
    );
    expect(written).toMatchObject({ state: 'done', result: { pictures: 2, skipped: [] } });
    const names = readdirSync(out).sort();
    expect(names).toHaveLength(4);
    expect(names.filter((name) => name.endsWith('_overlay.png'))).toHaveLength(2);
    const grey = names.find((name) => !name.includes('overlay'));
    expect(readGreyPng(readFileSync(join(out, grey!)))).toMatchObject({ width: 40, height: 30 });

    await studio.ended(
      await studio.call('export.model', { run: 'run-1', weights: 'last', out: model }),
    );
    const kept = join(studio.folder, 'runs', 'run-1', 'last');
    for (const name of readdirSync(model)) {
      expect(readFileSync(join(model, name)).equals(readFileSync(join(kept, name)))).toBe(true);
    }
    expect(existsSync(join(model, 'model.json'))).toBe(true);
  });

  it('leaves its curves as they are, drawn, and for TensorBoard, each by name', async () => {
    const out = join(base.folder, 'curves');
    const { result } = await studio.ended(
      await studio.call('export.curves', { run: 'run-1', out }),
    );
    const { files } = result as { files: readonly string[] };
    const kept = join(studio.folder, 'runs', 'run-1', 'metrics.csv');
    expect(readFileSync(join(out, 'metrics.csv')).equals(readFileSync(kept))).toBe(true);
    const [train = '', validation = ''] = files
      .filter((file) => file.includes('tfevents'))
      .map((file) => readFileSync(join(out, file), 'latin1'));
    expect(readFileSync(join(out, 'curves.svg'), 'utf8')).toMatch(/^<svg[^]*run-1: loss[^]*cat/);
    const { width, height } = await sharp(join(out, 'curves.png')).metadata();
    expect([width, height]).toEqual([2400, 800]);
    expect(train).toContain('learning_rate');
    expect(train).toContain('gradient_norm');
    expect(train).toContain('iou/cat');
    expect(train).not.toContain('boundary/cat');
    for (const tag of ['loss', 'loss/dice', 'mean_iou', 'iou/cat', 'dice/dog', 'boundary/cat']) {
      expect(validation).toContain(tag);
    }
  });
});

async function predictAll(run: string) {
  const target = 'all';
  return studio.ended(await studio.call('prediction.start', { run, weights: 'best', target }));
}

/** As the system does when memory runs out. */
function killEngineOf(run: string): void {
  const folder = join(studio.folder, 'runs', run);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const line = commandLineOf(pid);
    if (line.includes('engine-process') && line.includes(folder))
      process.kill(Number(pid), 'SIGKILL');
  }
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // ended since
  }
}
