import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TrainingChoice } from '../../../app/contract/training.ts';
import { startStudio, testFolder, writeInstances } from './test-studio.ts';

/** What is said before training on so many pictures, of which the first show nothing. */
async function warningsOf(
  pictures: number,
  empty: number,
  choice: TrainingChoice = {},
): Promise<readonly string[]> {
  const base = testFolder();
  const { annotations, images } = writeInstances(base, pictures);
  const file = JSON.parse(readFileSync(annotations, 'utf8')) as {
    annotations: readonly { readonly image_id: number }[];
  };
  file.annotations = file.annotations.filter(({ image_id }) => image_id > empty);
  writeFileSync(annotations, JSON.stringify(file));
  const { call, ended } = await startStudio();
  await call('project.open', { folder: join(base, 'project'), create: true });
  await ended(await call('import.coco', { annotations, images, copy: false }));
  const plan = { kind: 'counts', train: pictures - 2, val: 2, test: 0, seed: 0 } as const;
  await call('split.apply', { plan });
  const { warnings } = await call('training.plan', { choice });
  return warnings;
}

const seesEverywhere = expect.stringMatching(/^Every training picture shows something/);

const alone = expect.stringContaining('one alone cannot be divided') as unknown;

it('pictures that all show something are warned of, as a network would see it everywhere', async () => {
  expect(await warningsOf(24, 0)).toContainEqual(seesEverywhere);
});

it('nothing of it is said where some show nothing, or where there are too few of them anyway', async () => {
  expect(await warningsOf(24, 2, { epochs: 200 })).toEqual([]);
  expect(await warningsOf(8, 0)).not.toContainEqual(seesEverywhere);
});

it('an epoch of few pictures is short, and a run of few steps is warned of, with the epochs that it wants', async () => {
  const told = (epochs: number, steps: number) =>
    expect.stringMatching(
      `^Only ${String(steps)} steps in ${String(epochs)} epochs of 22 pictures: .* takes 460 epochs`,
    ) as unknown;
  expect(await warningsOf(24, 0, { epochs: 50 })).toContainEqual(told(50, 100));
  expect(await warningsOf(24, 0, { epochs: 99 })).toContainEqual(told(99, 198));
});

it('what shows no object is not trained on, nor searched for a rate, and says why', async () => {
  const { call, ended } = await startStudio();
  await call('project.open', { folder: join(testFolder(), 'project'), create: true });
  const base = testFolder();
  const { annotations, images } = writeInstances(base, 4);
  const file = JSON.parse(readFileSync(annotations, 'utf8')) as object;
  writeFileSync(annotations, JSON.stringify({ ...file, annotations: [] }));
  await ended(await call('import.coco', { annotations, images, copy: false }));
  await call('split.apply', { plan: { kind: 'counts', train: 3, val: 1, test: 0, seed: 0 } });
  const told = 'No picture to train on shows an object';
  const search = await ended(await call('training.searchRate', { choice: {} }));
  expect(search.error?.message).toContain(told);
  const { run } = await call('training.start', { choice: {} });
  await expect
    .poll(async () => (await call('run.get', { run })).state, { timeout: 10_000 })
    .toMatchObject({ status: 'failed', error: expect.stringContaining(told) as unknown });
});

it('of two labelled pictures one is held out to validate, of one none, and that is said', async () => {
  const { call, ended } = await startStudio();
  const base = testFolder();
  await call('project.open', { folder: join(base, 'project'), create: true });
  await ended(await call('import.coco', { ...writeInstances(base, 2), copy: false }));
  const plan = (train: number) => ({ kind: 'counts', train, val: 0, test: 0, seed: 0 }) as const;
  await call('split.apply', { plan: plan(1) });
  expect((await call('training.plan', { choice: {} })).warnings).toContainEqual(alone);
  await call('split.apply', { plan: plan(2) });
  expect((await call('training.plan', { choice: {} })).warnings).not.toContainEqual(alone);
});

it('inner levels are not taught where there are none, and the networks that have them are named', async () => {
  const { call } = await startStudio();
  await call('project.open', { folder: join(testFolder(), 'project'), create: true });
  const choice = { model: 'pspnet', deepSupervision: true } as const;
  const refused = /^“pspnet” has no levels .*: unet, unet-tutorial, fcn-8s, segnet, .*vgg_unet/;
  await expect(call('training.start', { choice })).rejects.toThrow(refused);
  await expect(call('training.searchRate', { choice })).rejects.toThrow(refused);
  const flat = { ...choice, model: 'unet', depth: 2 } as const;
  await expect(call('training.start', { choice: flat })).rejects.toThrow(
    'give it 3 levels or more',
  );
  const told = expect.stringContaining('no inner levels that could be taught') as unknown;
  expect((await call('training.plan', { choice })).warnings).toContainEqual(told);
  const deep = { ...choice, model: 'segnet' } as const;
  expect((await call('training.plan', { choice: deep })).warnings).not.toContainEqual(told);
});
