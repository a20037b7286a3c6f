import { describe, expect, it } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { emptyObject, gestureOf } from './strokes.ts';
import { startProject, type TestStudio } from './test-studio.ts';

const image = 1;
const [cats, dogs] = [17, 18];

/** The first picture with these objects alone, bottom first, each by a letter of its own. */
async function startWith(classes: Readonly<Record<string, number>>) {
  const studio = await startProject();
  const names = Object.keys(classes);
  const { first } = await studio.call('annotation.reserve', { count: names.length + 10 });
  const ids = new Map(names.map((name, index) => [name, first + index]));
  const { annotations: had } = await studio.call('image.get', { image });
  const person = personAt(studio, ids, first + names.length);
  await person.make([
    ...had.map(({ id, category, shape, crowd }): Change => {
      return { kind: 'delete', seed: { id, category, shape, crowd, position: 0 } };
    }),
    ...names.map((name, place) => emptyObject(ids.get(name)!, classes[name]!, place)),
  ]);
  return person;
}

/** Does as a person would, always on the picture as it is. */
function personAt({ call }: TestStudio, ids: Map<string, number>, free: number) {
  const revision = async () => (await call('image.get', { image })).image.revision;
  const nameOf = (wanted: number) => [...ids].find(([, id]) => id === wanted)?.[0] ?? '?';
  const namesOf = (wanted: readonly number[]) => wanted.map(nameOf).join('');
  const idsOf = (names: string) => Array.from(names, (name) => ids.get(name)!);

  async function order(): Promise<string> {
    const { annotations } = await call('image.get', { image });
    return namesOf(annotations.map(({ id }) => id));
  }
  async function make(changes: readonly Change[]): Promise<void> {
    await call('gesture.apply', { image, revision: await revision(), gesture: gestureOf(changes) });
  }
  return {
    make,
    order,
    /** In one gesture. */
    async remove(names: string): Promise<void> {
      const { annotations } = await call('image.get', { image });
      await make(
        idsOf(names).map((wanted): Change => {
          const { id, category, shape, crowd } = annotations.find((each) => each.id === wanted)!;
          return { kind: 'delete', seed: { id, category, shape, crowd, position: 0 } };
        }),
      );
    },
    async create(name: string, category: number, position: number): Promise<void> {
      ids.set(name, free++);
      await make([emptyObject(ids.get(name)!, category, position)]);
    },
    async reorder(names: string): Promise<void> {
      await make([{ kind: 'order', before: idsOf(await order()), after: idsOf(names) }]);
    },
    /** Answers what the window is told. */
    async step(direction: 'undo' | 'redo'): Promise<readonly Change[]> {
      return (await call(`history.${direction}`, { image, revision: await revision() })).changes;
    },
    async deleteClass(category: number): Promise<number> {
      return (await call('category.delete', { category })).trash;
    },
    async restore(trash: number): Promise<void> {
      await call('trash.restore', { trash });
    },
    idsOf,
  };
}

describe('the drawing order, with a class in the trash', () => {
  it('is brought back by undo, whatever lay below', async () => {
    const person = await startWith({ d: dogs, a: cats, b: cats });
    await person.remove('ab');
    const trash = await person.deleteClass(dogs);
    await person.step('undo');
    expect(await person.order()).toBe('ab');
    await person.restore(trash);
    expect(await person.order()).toBe('dab');
  });

  it('is told to a window by the places among the objects it has', async () => {
    const person = await startWith({ d: dogs, a: cats, b: cats, c: cats });
    await person.remove('b');
    const trash = await person.deleteClass(dogs);
    const [back] = await person.step('undo');
    expect(back).toMatchObject({ kind: 'create', seed: { position: 1 } });
    expect(await person.order()).toBe('abc');
    await person.restore(trash);
    const [gone] = await person.step('redo');
    expect(gone).toMatchObject({ kind: 'delete', seed: { position: 2 } });
    await person.step('undo');
    expect(await person.order()).toBe('dabc');
  });

  it('is kept by what is deleted meanwhile and taken back later', async () => {
    const person = await startWith({ d: dogs, a: cats, b: cats, c: cats });
    const trash = await person.deleteClass(dogs);
    await person.remove('b');
    await person.restore(trash);
    expect(await person.order()).toBe('dac');
    await person.step('undo');
    expect(await person.order()).toBe('dabc');
  });

  it('holds a place for each object in the trash while others change theirs', async () => {
    const person = await startWith({ a: cats, d: dogs, b: cats, e: dogs, c: cats });
    const trash = await person.deleteClass(dogs);
    await person.reorder('cba');
    await person.restore(trash);
    expect(await person.order()).toBe('cdbea');
    await person.step('undo');
    expect(await person.order()).toBe('adbec');
  });

  it('is the same after undo and redo of a change that moved objects now in the trash', async () => {
    const person = await startWith({ a: cats, d: dogs, b: cats, e: dogs });
    await person.reorder('ebda');
    const trash = await person.deleteClass(dogs);
    expect(await person.step('undo')).toEqual([
      { kind: 'order', before: person.idsOf('ba'), after: person.idsOf('ab') },
    ]);
    expect(await person.order()).toBe('ab');
    await person.step('redo');
    expect(await person.order()).toBe('ba');
    await person.step('undo');
    await person.restore(trash);
    expect(await person.order()).toBe('adbe');
    await person.step('redo');
    expect(await person.order()).toBe('ebda');
  });

  it('lets what is new lie right beneath the object it was put beneath, else on top of all', async () => {
    const person = await startWith({ a: cats, d: dogs, b: cats, e: dogs });
    const trash = await person.deleteClass(dogs);
    await person.create('n', cats, 1);
    await person.create('t', cats, 3);
    expect(await person.order()).toBe('anbt');
    await person.restore(trash);
    expect(await person.order()).toBe('adnbet');
  });
});
