import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import { areaOfRle } from '../../../app/mask/rle.ts';
import { rleOfShape } from '../../../app/studio/editing/shapes.ts';
import { emptyObject, flipOf, gestureOf, pictureSize } from './strokes.ts';
import { startProject, startStudio, type TestStudio } from './test-studio.ts';

const image = 1;

async function objectsOf({ call }: TestStudio): Promise<readonly Annotation[]> {
  return (await call('image.get', { image })).annotations;
}

/** Makes the polygon of picture 1 a mask and flips a box of it. */
function firstStroke(object: Annotation) {
  if (object.shape.kind !== 'polygons') throw new Error('a polygon was expected');
  return gestureOf([
    { kind: 'rasterise', annotation: object.id, polygons: object.shape.polygons },
    flipOf(object.id, { x: 20, y: 20, width: 4, height: 3 }),
  ]);
}

describe('a stroke', () => {
  it('is there after a restart, with its history', async () => {
    const first = await startProject();
    const [cat] = await objectsOf(first);
    const gesture = firstStroke(cat!);
    const written = await first.call('gesture.apply', { image, revision: 0, gesture });
    expect(written).toEqual({ revision: 1, canUndo: true, canRedo: false });
    await first.close();

    const second = await startStudio({ folder: first.folder });
    const [painted] = await objectsOf(second);
    expect(painted).toMatchObject({ areaPx2: 112, edited: true });
    expect(painted?.bounds).toEqual({ x: 1, y: 5, width: 23, height: 18 });
    expect(areaOfRle(rleOfShape(painted!.shape, pictureSize))).toBe(112);
    const { gestures } = await second.call('history.list', { image });
    expect(gestures).toMatchObject([{ id: gesture.id, label: 'Brush', undone: false }]);
  });

  it('is made once, however often it is sent', async () => {
    const studio = await startProject();
    const [cat] = await objectsOf(studio);
    const sent = { image, revision: 0, gesture: firstStroke(cat!) };
    const answers = await Promise.all([
      studio.call('gesture.apply', sent),
      studio.call('gesture.apply', sent),
    ]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await studio.call('gesture.apply', sent)).toEqual(answers[0]);
    expect((await studio.call('history.list', { image })).gestures).toHaveLength(1);
  });

  it('on an older state of the picture is refused and changes nothing', async () => {
    const studio = await startProject();
    const [cat] = await objectsOf(studio);
    await studio.call('gesture.apply', { image, revision: 0, gesture: firstStroke(cat!) });
    const before = await studio.call('image.get', { image });
    const late = gestureOf([flipOf(cat!.id, { x: 0, y: 0, width: 2, height: 2 })]);
    await expect(
      studio.call('gesture.apply', { image, revision: 0, gesture: late }),
    ).rejects.toMatchObject({ code: 'conflict', details: { revision: 1 } });
    expect(await studio.call('image.get', { image })).toEqual(before);
  });

  it('that does not fit leaves the picture as it was, whatever came before it in the gesture', async () => {
    const studio = await startProject();
    const before = await studio.call('image.get', { image });
    const cat = before.annotations[0]!;
    const fits = firstStroke(cat).changes;
    const { first: reserved } = await studio.call('annotation.reserve', { count: 1 });
    const unfit = [
      flipOf(cat.id, { x: 38, y: 28, width: 4, height: 4 }),
      flipOf(999_999, { x: 0, y: 0, width: 1, height: 1 }),
      emptyObject(999_999, 17),
      emptyObject(reserved, 4711),
      emptyObject(cat.id, 17),
      { kind: 'class', annotation: cat.id, before: 18, after: 17 },
      { kind: 'order', before: [cat.id, 5], after: [5, cat.id] },
      {
        kind: 'vertices',
        annotation: cat.id,
        before: [[0, 0, 1, 0, 1, 1]],
        after: [[0, 0, 2, 0, 2, 2]],
      },
      { kind: 'vectorise', annotation: cat.id, polygons: [[0, 0, 2, 0, 2, 2]] },
      { kind: 'delete', seed: { ...emptyObject(cat.id, 17).seed } },
    ] as const;
    for (const change of unfit) {
      const gesture = gestureOf([...fits, change]);
      await expect(
        studio.call('gesture.apply', { image, revision: 0, gesture }),
      ).rejects.toMatchObject({ code: 'bad-input' });
      expect(await studio.call('image.get', { image })).toEqual(before);
    }
  });
});

describe('undo', () => {
  it('brings the very record back: same polygon, same figures, untouched', async () => {
    const studio = await startProject();
    const before = await studio.call('image.get', { image });
    await studio.call('gesture.apply', {
      image,
      revision: 0,
      gesture: firstStroke(before.annotations[0]!),
    });
    const undone = await studio.call('history.undo', { image, revision: 1 });
    expect(undone).toMatchObject({ revision: 2, canUndo: false, canRedo: true, label: 'Brush' });
    const untouched = (await objectsOf(studio)).filter(({ edited }) => !edited);
    expect(undone.untouched).toEqual(untouched.map(({ id }) => id));
    expect(undone.untouched).toContain(before.annotations[0]!.id);
    expect(undone.changes.map(({ kind }) => kind)).toEqual(['xor', 'vectorise']);
    const after = await studio.call('image.get', { image });
    expect(after.annotations).toEqual(before.annotations);
    expect(after.image).toEqual({ ...before.image, revision: 2 });

    await studio.call('history.redo', { image, revision: 2 });
    expect((await objectsOf(studio))[0]).toMatchObject({ areaPx2: 112, edited: true });
  });

  it('brings a deleted object back with its place and its record', async () => {
    const studio = await startProject();
    const before = await studio.call('image.get', { image: 2 });
    const [cat, dog] = before.annotations;
    const remove = gestureOf(
      [
        {
          kind: 'delete',
          seed: { id: cat!.id, category: 17, shape: cat!.shape, crowd: false, position: 0 },
        },
      ],
      'Delete cat',
    );
    await studio.call('gesture.apply', { image: 2, revision: 0, gesture: remove });
    expect((await studio.call('image.get', { image: 2 })).annotations).toEqual([dog]);
    await studio.call('history.undo', { image: 2, revision: 1 });
    expect((await studio.call('image.get', { image: 2 })).annotations).toEqual([cat, dog]);
  });

  it('past a class in the trash waits for the class', async () => {
    const studio = await startProject();
    const [cat] = await objectsOf(studio);
    await studio.call('gesture.apply', { image, revision: 0, gesture: firstStroke(cat!) });
    const painted = await objectsOf(studio);
    const { trash, annotations } = await studio.call('category.delete', { category: 17 });
    expect(annotations).toBe(4);
    expect(await objectsOf(studio)).toEqual([]);
    await expect(studio.call('history.undo', { image, revision: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(studio.call('history.undo', { image, revision: 2 })).rejects.toMatchObject({
      code: 'bad-input',
      message:
        '“Brush” cannot be taken back: the class “cat” was deleted since. Bring back what was deleted first.',
      details: { trash: [trash] },
    });
    await studio.call('trash.restore', { trash });
    expect(await objectsOf(studio)).toEqual(painted);
    await studio.call('history.undo', { image, revision: 3 });
    expect((await objectsOf(studio))[0]).toEqual(cat);
  });

  it('names the class in the trash that an object had or would have', async () => {
    const studio = await startProject();
    const [cat] = await objectsOf(studio);
    const annotation = cat!.id;
    const classify = gestureOf([{ kind: 'class', annotation, before: 17, after: 18 }]);
    await studio.call('gesture.apply', { image, revision: 0, gesture: classify });
    // The object is a dog now: without the class of cats it cannot go back to them.
    const cats = await studio.call('category.delete', { category: 17 });
    const { image: left } = await studio.call('image.get', { image });
    const { revision } = left;
    await expect(studio.call('history.undo', { image, revision })).rejects.toMatchObject({
      details: { trash: [cats.trash] },
    });
    const dogs = await studio.call('category.delete', { category: 18 });
    const both = { image, revision: (await studio.call('image.get', { image })).image.revision };
    await expect(studio.call('history.undo', both)).rejects.toMatchObject({
      details: { trash: [dogs.trash, cats.trash] },
    });
    for (const { trash } of [dogs, cats]) await studio.call('trash.restore', { trash });
    const now = { image, revision: (await studio.call('image.get', { image })).image.revision };
    await studio.call('history.undo', now);
    expect((await objectsOf(studio)).find(({ id }) => id === annotation)?.category).toBe(17);
  });

  it('is offered only while there is something, and a new stroke ends redo', async () => {
    const studio = await startProject();
    await expect(studio.call('history.undo', { image, revision: 0 })).rejects.toMatchObject({
      code: 'bad-input',
    });
    const { first } = await studio.call('annotation.reserve', { count: 2 });
    const create = gestureOf([emptyObject(first, 18, 1)]);
    await studio.call('gesture.apply', { image, revision: 0, gesture: create });
    await studio.call('history.undo', { image, revision: 1 });
    const other = gestureOf([emptyObject(first + 1, 18, 1)]);
    await studio.call('gesture.apply', { image, revision: 2, gesture: other });
    expect(await studio.call('image.get', { image })).toMatchObject({
      canUndo: true,
      canRedo: false,
    });
    await expect(studio.call('history.redo', { image, revision: 3 })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('gives the review state back that the stroke found', async () => {
    const studio = await startProject();
    await studio.call('image.review', { changes: [{ image, review: 'accepted' }] });
    const { first } = await studio.call('annotation.reserve', { count: 1 });
    const gesture = gestureOf([emptyObject(first, 18, 1)]);
    await studio.call('gesture.apply', { image, revision: 0, gesture });
    expect((await studio.call('image.get', { image })).image.review).toBe('edited');
    await studio.call('history.undo', { image, revision: 1 });
    expect((await studio.call('image.get', { image })).image.review).toBe('accepted');
  });
});
