import { expect, it } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { emptyObject, flipOf, gestureOf } from './strokes.ts';
import { startProject, startStudio, type TestStudio } from './test-studio.ts';
import {
  changedBy,
  expectedOf,
  firstLook,
  followed,
  modelObject,
  pixelsOf,
  seenIn,
  together,
  touchedBy,
  without,
  type ModelGesture,
  type ModelObject,
  type ModelPicture,
} from './walk-model.ts';
import { flipped, randomBox, randomOf } from './walk-hand.ts';
import { walkRun, writePredictions } from './walk-prediction.ts';

/** `npm run soak -- walk` makes them longer and more. */
const steps = Number(process.env.MASKWRIGHT_WALK_STEPS ?? 1000);
const walks = Number(process.env.MASKWRIGHT_WALKS ?? 3);
const categories = [17, 18];

for (let seed = 1; seed <= walks; seed++) {
  it(
    `whatever a person does in ${steps} steps, the project is what they did (seed ${seed})`,
    { timeout: 60_000 + 200 * steps },
    () => walk(seed),
  );
}

async function walk(seed: number): Promise<void> {
  const random = randomOf(seed);
  const project = await startProject({ pictures: 3 });
  await project.close();
  const predicted = await writePredictions(project.folder, [1, 2, 3]);
  let studio: TestStudio = await startStudio({ folder: project.folder });
  const pictures = new Map<number, ModelPicture>();
  for (const id of [1, 2, 3]) pictures.set(id, await firstSeen(studio, id));
  /** Ids of classes in the trash, by the trash's id. */
  const trash = new Map<number, number>();
  let image = 1;

  const here = () => pictures.get(image)!;
  const below = (limit: number) => Math.floor(random() * limit);
  const freeId = async () => (await studio.call('annotation.reserve', { count: 1 })).first;
  const isTrashed = (category: number) => [...trash.values()].includes(category);
  const seenHere = () => seenIn(here(), isTrashed);

  /** `after` is what the act means, worked out from what the picture was. */
  async function make(changes: readonly Change[], after: readonly ModelObject[]): Promise<void> {
    const picture = here();
    const gesture = gestureOf(changes);
    const sent = { image, revision: picture.revision, gesture };
    const written = await studio.call('gesture.apply', sent);
    noteMade(
      { id: gesture.id, before: picture.objects, after, reviewBefore: picture.review },
      changes,
    );
    picture.revision = written.revision;
    if (random() < 0.2) expect(await studio.call('gesture.apply', sent)).toEqual(written);
  }

  function noteMade(gesture: Omit<ModelGesture, 'changed'>, changes: readonly Change[]): void {
    const picture = here();
    picture.done.push({ ...gesture, changed: changedBy(changes) });
    Object.assign(picture, { undone: [], objects: gesture.after, review: 'edited' });
  }

  const acts: Record<string, () => Promise<void>> = {
    async draw() {
      const { annotations } = await studio.call('image.get', { image });
      const object = annotations[below(annotations.length)];
      if (object === undefined) return;
      const box = randomBox(below);
      const changes: Change[] = [];
      if (object.shape.kind === 'polygons') {
        const { polygons } = object.shape;
        changes.push({ kind: 'rasterise', annotation: object.id, polygons });
      }
      changes.push(flipOf(object.id, box));
      await make(
        changes,
        here().objects.map((each) =>
          each.id === object.id
            ? { ...each, kind: 'mask', pixels: flipped(each.pixels, box) }
            : each,
        ),
      );
    },
    async create() {
      const category = categories[below(2)]!;
      if (isTrashed(category)) return;
      const position = below(seenHere().length + 1);
      const id = await freeId();
      const seed = { ...emptyObject(id, category, position).seed };
      const ring = [2, 2, 12 + below(20), 3, 8, 10 + below(15)];
      const shape = random() < 0.5 ? seed.shape : { kind: 'polygons' as const, polygons: [ring] };
      const made = { id, category, kind: shape.kind, pixels: pixelsOf(shape) };
      // Right beneath the next of those that are there, else on top of all.
      const next = seenHere()[position];
      const { objects } = here();
      const place = next === undefined ? objects.length : objects.indexOf(next);
      await make([{ kind: 'create', seed: { ...seed, shape } }], objects.toSpliced(place, 0, made));
    },
    async remove() {
      const { annotations } = await studio.call('image.get', { image });
      const position = below(annotations.length);
      const object = annotations[position];
      if (object === undefined) return;
      const { id, category, shape, crowd } = object;
      await make(
        [{ kind: 'delete', seed: { id, category, shape, crowd, position } }],
        here().objects.filter((each) => each.id !== id),
      );
    },
    async relabel() {
      const object = seenHere()[below(seenHere().length)];
      const after = categories[below(2)]!;
      if (object === undefined || isTrashed(after)) return;
      await make(
        [{ kind: 'class', annotation: object.id, before: object.category, after }],
        here().objects.map((each) => (each === object ? { ...each, category: after } : each)),
      );
    },
    async reorder() {
      const before = seenHere().map(({ id }) => id);
      if (before.length < 2) return;
      const after = before.toSorted(() => random() - 0.5);
      const { objects } = here();
      const moved = after.map((id) => objects.find((object) => object.id === id)!);
      // Those in the trash stay where they are.
      await make(
        [{ kind: 'order', before, after }],
        objects.map((each) => (isTrashed(each.category) ? each : moved.shift()!)),
      );
    },
    async moveCorner() {
      const { annotations } = await studio.call('image.get', { image });
      const object = annotations.find(({ shape }) => shape.kind === 'polygons');
      if (object?.shape.kind !== 'polygons') return;
      const before = object.shape.polygons;
      const after = before.map((ring) => [below(30), below(25), ...ring.slice(2)]);
      const pixels = pixelsOf({ kind: 'polygons', polygons: after });
      await make(
        [{ kind: 'vertices', annotation: object.id, before, after }],
        here().objects.map((each) => (each.id === object.id ? { ...each, pixels } : each)),
      );
    },
    async show() {
      const { looks } = here();
      const object = seenHere()[below(seenHere().length)];
      if (object === undefined) return;
      const look = { visible: random() < 0.5, locked: random() < 0.5 };
      await studio.call('annotation.show', { annotations: [object.id], ...look });
      looks.set(object.id, look);
    },
    async accept() {
      const picture = here();
      const before = seenHere();
      // What is locked or hidden is left alone; here everything takes part.
      const annotations = before.map(({ id }) => id);
      await studio.call('annotation.show', { annotations, ...firstLook });
      for (const id of annotations) picture.looks.delete(id);
      const only = random() < 0.5 ? categories : [categories[below(2)]!];
      const asked = studio.call('prediction.accept', {
        image,
        revision: picture.revision,
        run: walkRun,
        threshold: 0.5,
        categories: only,
      });
      const accepted = only.filter((category) => !isTrashed(category));
      const regions = new Map(
        [...(predicted.get(image) ?? [])].filter(([category]) => accepted.includes(category)),
      );
      const isThere = [...regions].every(
        ([category, pixels]) => unionOf(before, category) === pixels,
      );
      const painted = together([...regions.values()]);
      const others = before.filter(({ category }) => !regions.has(category));
      const isApart = others.every(({ pixels }) => without(pixels, painted) === pixels);
      if (isThere && isApart) {
        await expect(asked).rejects.toMatchObject({ code: 'bad-input' });
        return;
      }
      const written = await asked;
      const { annotations: seen } = await studio.call('image.get', { image });
      const after = seen.map(modelObject);
      for (const [category, pixels] of regions) expect(unionOf(after, category)).toBe(pixels);
      for (const { id, pixels } of others) {
        const rest = without(pixels, painted);
        const now = after.find((object) => object.id === id)?.pixels;
        expect(now).toBe(rest.includes('1') || rest === pixels ? rest : undefined);
      }
      const known = new Set(before.map(({ id }) => id));
      const now = new Map(after.map((object) => [object.id, object]));
      const all = [
        ...picture.objects.flatMap((each) =>
          known.has(each.id) ? (now.get(each.id) ?? []) : each,
        ),
        ...after.filter(({ id }) => !known.has(id)),
      ];
      const { objects, review } = picture;
      noteMade(
        { id: 'accepted', before: objects, after: all, reviewBefore: review },
        written.changes,
      );
      picture.revision = written.revision;
    },
    undo: () => step('undo'),
    redo: () => step('redo'),
    async nextPicture() {
      image = (image % 3) + 1;
    },
    async review() {
      const review = (['untouched', 'edited', 'accepted'] as const)[below(3)]!;
      await studio.call('image.review', { changes: [{ image, review }] });
      here().review = review;
    },
    async deleteClass() {
      const category = categories[below(2)]!;
      if (isTrashed(category)) return;
      const { trash: id } = await studio.call('category.delete', { category });
      trash.set(id, category);
      await expectMoved(category);
    },
    async restoreClass() {
      const [first] = trash;
      if (first === undefined) return;
      const [id, category] = first;
      await studio.call('trash.restore', { trash: id });
      trash.delete(id);
      await expectMoved(category);
    },
    async stale() {
      const before = await studio.call('image.get', { image });
      const gesture = gestureOf([emptyObject(await freeId(), 17)]);
      const late = { image, revision: here().revision - 1, gesture };
      if (late.revision < 0) return;
      await expect(studio.call('gesture.apply', late)).rejects.toMatchObject({ code: 'conflict' });
      expect(await studio.call('image.get', { image })).toEqual(before);
    },
    async reopen() {
      await studio.close();
      studio = await startStudio({ folder: project.folder });
    },
  };

  /** Undo and redo: possible unless an object or class concerned is in the trash. */
  async function step(direction: 'undo' | 'redo'): Promise<void> {
    const picture = here();
    const gesture = direction === 'undo' ? picture.done.at(-1) : picture.undone.at(-1);
    const asked = studio.call(`history.${direction}`, { image, revision: picture.revision });
    if (gesture === undefined || isBlocked(gesture)) {
      await expect(asked).rejects.toMatchObject({ code: 'bad-input' });
      return;
    }
    const written = await asked;
    const had = seenHere().map(({ id }) => id);
    if (direction === 'undo') picture.undone.push(picture.done.pop()!);
    else picture.done.push(picture.undone.pop()!);
    picture.objects = direction === 'undo' ? gesture.before : gesture.after;
    expect(followed(had, written.changes)).toEqual(seenHere().map(({ id }) => id));
    const undoReview = picture.review === 'edited' ? gesture.reviewBefore : picture.review;
    picture.review = direction === 'undo' ? undoReview : 'edited';
    picture.revision = written.revision;
  }

  function isBlocked(gesture: ModelGesture): boolean {
    const present = seenHere().map(({ id }) => id);
    const touched = touchedBy(gesture);
    return (
      touched.some(({ category }) => isTrashed(category)) ||
      gesture.changed.some((id) => !present.includes(id))
    );
  }

  /** A class that goes or comes takes its objects along and moves no others. */
  async function expectMoved(category: number): Promise<void> {
    for (const [id, picture] of pictures) {
      if (picture.objects.some((object) => object.category === category)) picture.revision++;
      await expectTrue(studio, id, expectedOf(picture, isTrashed));
    }
  }

  const names = Object.keys(acts);
  const weights = { draw: 6, undo: 4, redo: 3, deleteClass: 0.3, restoreClass: 1, reopen: 0.3 };
  const drawn = names.flatMap((name) =>
    Array<string>(Math.round(10 * ((weights as Record<string, number>)[name] ?? 1))).fill(name),
  );
  for (let count = 0; count < steps; count++) {
    const name = drawn[below(drawn.length)]!;
    await acts[name]!();
    await expectTrue(studio, image, expectedOf(here(), isTrashed));
  }
  await studio.close();
  studio = await startStudio({ folder: project.folder });
  for (const [id, picture] of pictures) {
    await expectTrue(studio, id, expectedOf(picture, isTrashed));
  }
  await expectCounted(studio);
}

async function firstSeen({ call }: TestStudio, image: number): Promise<ModelPicture> {
  const seen = await call('image.get', { image });
  const objects = seen.annotations.map(modelObject);
  const looks = new Map();
  return {
    objects,
    original: objects,
    revision: 0,
    review: 'untouched',
    done: [],
    undone: [],
    looks,
  };
}

async function expectTrue(
  { call }: TestStudio,
  image: number,
  expected: ReturnType<typeof expectedOf>,
): Promise<void> {
  const seen = await call('image.get', { image });
  expect({
    revision: seen.image.revision,
    review: seen.image.review,
    canUndo: seen.canUndo,
    canRedo: seen.canRedo,
    objects: seen.annotations.map((object) => ({
      ...modelObject(object),
      visible: object.visible,
      locked: object.locked,
      area: object.areaPx2,
      edited: object.edited,
    })),
  }).toEqual(expected);
  expect(seen.image.annotations).toBe(seen.annotations.length);
}

/** What lists and filters count is what the pictures show. */
async function expectCounted({ call }: TestStudio): Promise<void> {
  const shown = await Promise.all([1, 2, 3].map((image) => call('image.get', { image })));
  const { categories: counted } = await call('category.list', {});
  for (const { id, images, annotations } of counted) {
    const per = shown.map(
      (picture) => picture.annotations.filter(({ category }) => category === id).length,
    );
    expect(annotations).toBe(per.reduce((sum, count) => sum + count, 0));
    expect(images).toBe(per.filter((count) => count > 0).length);
  }
}

function unionOf(objects: readonly ModelObject[], wanted: number): string {
  return together(
    objects.filter(({ category }) => category === wanted).map(({ pixels }) => pixels),
  );
}
