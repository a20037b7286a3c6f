import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseSample } from '../../../app/contract/run-folder.ts';
import { isRunning } from '../../../app/domain/run.ts';
import type { Split } from '../../../app/domain/image.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { createEngines } from '../../../app/owner/engines.ts';
import { greyPng } from '../../../app/pictures/png.ts';
import { pictureSize } from './strokes.ts';
import { openProject, testFolder } from './test-studio.ts';

/** Eight pictures with masks, and of a folder one for each split, and two that were looked at and show nothing. */
const others: Readonly<Record<string, Split>> = {
  'to-train.png': 'train',
  'to-validate.png': 'val',
  'to-test.png': 'test',
  'in-no-split.png': 'none',
  'shows-nothing.png': 'none',
  'trains-nothing.png': 'train',
};

async function startMixedProject() {
  const base = testFolder();
  const engines = createEngines({ command: engineCommand, log: () => undefined });
  onTestFinished(() => engines.leave(2_000));
  const project = await openProject(base, { pictures: 8, engines });
  onTestFinished(project.close);
  const { call, ended } = project;
  await call('split.apply', { plan: { kind: 'counts', train: 6, val: 2, test: 0, seed: 0 } });
  const images = join(base, 'others');
  mkdirSync(images);
  const { width, height } = pictureSize;
  for (const [at, name] of Object.keys(others).entries()) {
    writeFileSync(
      join(images, name),
      greyPng(new Uint8Array(width * height).fill(at), pictureSize),
    );
  }
  await ended(await call('import.folder', { images, copy: false }));
  const list = await call('image.list', {
    filter: {},
    order: { by: 'name', descending: false },
    offset: 0,
    limit: 100,
  });
  const idOf = new Map(list.images.map(({ name, id }) => [name, id]));
  const changes = Object.entries(others).map(([name, split]) => ({
    image: idOf.get(name)!,
    split,
  }));
  await call('image.split', { changes });
  const empty = Object.keys(others).filter((name) => name.includes('nothing'));
  await call('image.review', {
    changes: empty.map((name) => ({ image: idOf.get(name)!, review: 'accepted' as const })),
  });
  return project;
}

const choice = { size: 32, epochs: 1, batch: 2, unlabelled: true, confidence: 0 } as const;

it('pictures without labels are taken from where nothing is held out, and only when they are wanted', async () => {
  const { call, folder, client } = await startMixedProject();
  const plan = await call('training.plan', { choice });
  expect(plan).toMatchObject({ train: 7, val: 2, unlabelled: 2 });
  expect(plan.warnings).toContainEqual(expect.stringMatching(/^1 picture without labels will be/));
  const without = await call('training.plan', { choice: { ...choice, unlabelled: false } });
  expect(without).toMatchObject({ train: 7, val: 2, unlabelled: 0 });
  expect(without.warnings).toContainEqual(
    expect.stringMatching(/^2 pictures without labels will be/),
  );

  for (const unlabelled of [true, false]) {
    const { run } = await call('training.start', { choice: { ...choice, unlabelled } });
    await expect
      .poll(async () => isRunning((await client.call('run.get', { run })).state.status), {
        timeout: 120_000,
        interval: 200,
      })
      .toBe(false);
    const { state } = await call('run.get', { run });
    expect(state).toMatchObject({ status: 'finished', epoch: 1 });
    const frozen = readFileSync(join(folder, 'runs', run, 'samples.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(parseSample);
    const namesIn = (split: Split) =>
      frozen.filter((sample) => sample.split === split).map(({ name }) => name);
    expect(namesIn('none').toSorted()).toEqual(
      unlabelled ? ['in-no-split.png', 'to-train.png'] : [],
    );
    expect(namesIn('train')).toContain('trains-nothing.png');
    expect([...namesIn('val'), ...namesIn('train')]).toHaveLength(9);
    const { metrics } = await call('run.metrics', { run, from: 0 });
    const shares = metrics.filter(({ kind }) => kind !== 'validation').map((row) => row.sureShare);
    // By a threshold of 0 all is sure.
    expect(new Set(shares)).toEqual(new Set([unlabelled ? 1 : null]));
  }
}, 300_000);

it('says when there are none', async () => {
  const base = testFolder();
  const { call, close } = await openProject(base, { pictures: 4 });
  onTestFinished(close);
  const { warnings, unlabelled } = await call('training.plan', { choice });
  expect(unlabelled).toBe(0);
  expect(warnings).toContainEqual(expect.stringMatching(/^No picture without labels is there/));
});
