import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gestureOf } from './strokes.ts';
import { startProject, startStudio, testFolder, type TestStudio } from './test-studio.ts';

const image = 2;

async function colorsIn({ call }: TestStudio): Promise<readonly (string | null)[]> {
  return (await call('image.get', { image })).annotations.map(({ color }) => color);
}

async function exported(project: TestStudio): Promise<string> {
  const out = join(testFolder(), 'out', 'instances.json');
  mkdirSync(join(out, '..'), { recursive: true });
  const job = await project.ended(await project.call('export.coco', { out }));
  expect(job.state).toBe('done');
  return readFileSync(out, 'utf8');
}

it('a colour of its own stays with an object over a restart, and is neither an edit nor exported', async () => {
  const project = await startProject();
  const before = await project.call('image.get', { image });
  const file = await exported(project);
  expect(await colorsIn(project)).toEqual([null, null]);
  await project.call('annotation.show', { annotations: [21], color: '#0072b2' });
  await project.call('annotation.show', { annotations: [21], locked: true });
  expect(await colorsIn(project)).toEqual([null, '#0072b2']);
  const after = await project.call('image.get', { image });
  expect(after.image).toEqual(before.image);
  expect(after.annotations.map(({ edited }) => edited)).toEqual([false, false]);
  expect(await exported(project)).toBe(file);
  await project.close();

  const studio = await startStudio({ folder: project.folder });
  expect(await colorsIn(studio)).toEqual([null, '#0072b2']);
  await studio.call('annotation.show', { annotations: [21], color: null });
  expect(await colorsIn(studio)).toEqual([null, null]);
});

it('comes back with the object: by undo, and with its class from the trash', async () => {
  const { call, ...rest } = await startProject();
  const studio = { call, ...rest };
  await call('annotation.show', { annotations: [21], color: '#0072b2' });
  const [, dog] = (await call('image.get', { image })).annotations;
  const { id, category, shape, crowd } = dog!;
  const seed = { id, category, shape, crowd, position: 1 };
  const gesture = gestureOf([{ kind: 'delete', seed }]);
  const { revision } = await call('gesture.apply', { image, revision: 0, gesture });
  expect(await colorsIn(studio)).toEqual([null]);
  await call('history.undo', { image, revision });
  expect(await colorsIn(studio)).toEqual([null, '#0072b2']);
  const { trash } = await call('category.delete', { category });
  expect(await colorsIn(studio)).toEqual([null]);
  await call('trash.restore', { trash });
  expect(await colorsIn(studio)).toEqual([null, '#0072b2']);
});

it('that is no colour is refused', async () => {
  const { call } = await startProject();
  const asked = call('annotation.show', { annotations: [21], color: 'blue' });
  await expect(asked).rejects.toMatchObject({ code: 'bad-request' });
});
