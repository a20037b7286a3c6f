import { expect, it } from 'vitest';
import type { MethodName } from '../../../app/contract/methods.ts';
import { emptyObject, gestureOf } from './strokes.ts';
import { startProject, startStudio } from './test-studio.ts';

const gesture = gestureOf([emptyObject(1, 17)]);
const plan = { kind: 'shares', val: 0.1, test: 0, seed: 0 };

/** Everything that would change the project. */
const writes: Readonly<Partial<Record<MethodName, object>>> = {
  'import.coco': { annotations: '/a.json', images: '/', copy: false },
  'import.folder': { images: '/', copy: false },
  'import.masks': { images: '/', masks: '/', parts: false, copy: false },
  'import.sample': { count: 1, seed: 1 },
  'source.relink': { source: 1, images: '/' },
  'image.review': { changes: [{ image: 1, review: 'accepted' }] },
  'image.split': { changes: [{ image: 1, split: 'test' }] },
  'split.apply': { plan },
  'category.add': { name: 'cow' },
  'category.update': { category: 17, name: 'cow' },
  'category.delete': { category: 17 },
  'trash.restore': { trash: 1 },
  'annotation.reserve': { count: 1 },
  'annotation.show': { annotations: [10], visible: false },
  'gesture.apply': { image: 1, revision: 0, gesture },
  'history.undo': { image: 1, revision: 0 },
  'history.redo': { image: 1, revision: 0 },
  'training.start': { choice: {} },
  'training.resume': { run: 'run-1' },
  'run.delete': { run: 'run-1' },
  'prediction.start': { run: 'run-1', weights: 'best', target: 'all' },
  'prediction.accept': { image: 1, revision: 0, run: 'run-1', threshold: 0.5 },
  'evaluation.start': { run: 'run-1', split: 'all', weights: 'best' },
};

it('the second on a project only looks, and sees what the first does', async () => {
  const first = await startProject();
  const second = await startStudio();
  const { folder } = first;
  expect(await second.call('project.open', { folder, create: false })).toMatchObject({
    readOnly: true,
    images: 4,
  });
  const before = await second.call('image.get', { image: 1 });
  const { signal } = new AbortController();
  for (const [method, params] of Object.entries(writes)) {
    await expect(second.studio.dispatch(method, params, signal), method).rejects.toMatchObject({
      code: 'read-only',
    });
  }
  expect(await second.call('image.get', { image: 1 })).toEqual(before);

  await first.call('image.review', { changes: [{ image: 1, review: 'accepted' }] });
  expect((await second.call('image.get', { image: 1 })).image.review).toBe('accepted');

  await first.close();
  await second.call('project.close', {});
  expect(await second.call('project.open', { folder, create: false })).toMatchObject({
    readOnly: false,
  });
});

it('the second hears that the first changed something', async () => {
  const first = await startProject();
  const second = await startStudio({ folder: first.folder });
  const heard = Promise.withResolvers<void>();
  second.client.subscribe('images', () => {
    heard.resolve();
  });
  await first.call('image.review', { changes: [{ image: 1, review: 'accepted' }] });
  await heard.promise;
});

it('two windows on one studio: the one behind is told, and goes on from what is there', async () => {
  const { call } = await startProject();
  const { first } = await call('annotation.reserve', { count: 2 });
  const [one, other] = [first, first + 1].map((id) => gestureOf([emptyObject(id, 17, 0)]));
  await call('gesture.apply', { image: 1, revision: 0, gesture: one! });
  await expect(
    call('gesture.apply', { image: 1, revision: 0, gesture: other! }),
  ).rejects.toMatchObject({ code: 'conflict' });
  const { image } = await call('image.get', { image: 1 });
  await call('gesture.apply', { image: 1, revision: image.revision, gesture: other! });
  expect((await call('image.get', { image: 1 })).annotations).toHaveLength(3);
});
