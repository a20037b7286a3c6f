import { expect, it } from 'vitest';
import { emptyObject, flipOf, gestureOf } from './strokes.ts';
import { startProject, startStudio, type TestStudio } from './test-studio.ts';

const gestures = 600;

async function revisionOf(studio: TestStudio, image: number): Promise<number> {
  return (await studio.call('image.get', { image })).image.revision;
}

async function objectsOf(studio: TestStudio, image: number): Promise<unknown> {
  const { annotations } = await studio.call('image.get', { image });
  return annotations.map(({ id, category, shape }) => ({ id, category, shape }));
}

it(`${String(gestures)} gestures in each of two pictures can all be taken back, and done again after a restart`, async () => {
  const project = await startProject({ pictures: 2 });
  let studio: TestStudio = project;
  const { first } = await studio.call('annotation.reserve', { count: 2 });
  const pictures = [1, 2];
  const before = await Promise.all(pictures.map((image) => objectsOf(studio, image)));

  // From one picture to the other with every gesture.
  for (let step = 0; step < gestures; step++) {
    for (const image of pictures) {
      const id = first + image - 1;
      const box = { x: step % 30, y: (step * 7) % 20, width: 1 + (step % 9), height: 5 };
      const changes = step === 0 ? [emptyObject(id, 17)] : [flipOf(id, box)];
      const revision = await revisionOf(studio, image);
      await studio.call('gesture.apply', { image, revision, gesture: gestureOf(changes) });
    }
  }
  const after = await Promise.all(pictures.map((image) => objectsOf(studio, image)));

  await studio.close();
  studio = await startStudio({ folder: project.folder });
  for (const image of pictures) {
    const { gestures: listed } = await studio.call('history.list', { image });
    expect(listed).toHaveLength(gestures);
    expect(await objectsOf(studio, image)).toEqual(after[image - 1]);
    for (let step = 0; step < gestures; step++) {
      const revision = await revisionOf(studio, image);
      await studio.call('history.undo', { image, revision });
    }
    expect(await objectsOf(studio, image)).toEqual(before[image - 1]);
    expect((await studio.call('image.get', { image })).canUndo).toBe(false);
  }

  await studio.close();
  studio = await startStudio({ folder: project.folder });
  for (const image of pictures) {
    for (let step = 0; step < gestures; step++) {
      const revision = await revisionOf(studio, image);
      await studio.call('history.redo', { image, revision });
    }
    expect(await objectsOf(studio, image)).toEqual(after[image - 1]);
  }
});
