import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Client } from '../../../app/contract/client.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import type { Gesture } from '../../../app/domain/gesture.ts';
import { Outbox, type Write } from '../../../renderer/state/editor/outbox.ts';
import { Writer } from '../../../renderer/state/editor/writer.ts';
import { memoryStorage } from './memory-storage.ts';

/** What happens to one request: it is served, or it or its answer is lost on the way. */
type Fate = 'served' | 'request-lost' | 'answer-lost';

/** A studio's promises about gestures, on a line that loses things: revisions, and repeats answered as done. */
class UnsafeStudio {
  readonly made: string[] = [];
  revision = 0;
  underWay = 0;
  mostUnderWay = 0;
  readonly #fates: Fate[];

  constructor(fates: readonly Fate[]) {
    this.#fates = [...fates];
  }

  readonly client = {
    call: async (method: string, params: { revision: number; gesture?: Gesture }) => {
      this.underWay++;
      this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
      await Promise.resolve();
      try {
        return this.#serve(method, params, this.#fates.shift() ?? 'served');
      } finally {
        this.underWay--;
      }
    },
    subscribe: () => () => undefined,
  } as unknown as Client;

  #serve(
    method: string,
    { revision, gesture }: { revision: number; gesture?: Gesture },
    fate: Fate,
  ) {
    const lost = new StudioError('unavailable', 'The line was cut.');
    if (fate === 'request-lost') throw lost;
    const known = { canUndo: true, canRedo: false };
    if (method === 'image.get') {
      if (fate === 'answer-lost') throw lost;
      return { image: { revision: this.revision }, ...known };
    }
    const place = gesture === undefined ? -1 : this.made.indexOf(gesture.id);
    if (place === -1) {
      if (revision !== this.revision) throw new StudioError('conflict', 'Changed elsewhere.');
      this.made.push(gesture?.id ?? method);
      this.revision++;
    }
    if (fate === 'answer-lost') throw lost;
    return { revision: place === -1 ? this.revision : place + 1, ...known };
  }
}

const gestureOf = (id: string): Write => ({
  kind: 'gesture',
  gesture: { id, label: id, changes: [] },
});
const writeOf = (id: string): Write => (id.startsWith('u') ? { kind: 'undo' } : gestureOf(id));
const madeOf = (id: string): string => (id.startsWith('u') ? 'history.undo' : id);

function writerOn(
  studio: UnsafeStudio,
  outbox: Outbox,
  refused: unknown[] = [],
  shown?: () => Promise<void>,
): Writer {
  return new Writer(studio.client, outbox, {
    written: () => undefined,
    refused: (_, writes, error) => refused.push([writes.length, error.code]),
    waiting: () => undefined,
    pauseMs: () => 0,
    ...(shown === undefined ? {} : { shown }),
  });
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const fates = fc.array(fc.constantFrom<Fate>('served', 'request-lost', 'answer-lost'), {
  maxLength: 20,
});
const acts = fc
  .array(fc.constantFrom('g', 'u'), { minLength: 1, maxLength: 8 })
  .map((kinds) => kinds.map((kind, index) => `${kind}${String(index)}`));

it('every write is made exactly once and in order, whatever the line loses', async () => {
  await fc.assert(
    fc.asyncProperty(acts, fates, fc.boolean(), async (ids, lost, isShownLater) => {
      const studio = new UnsafeStudio(lost);
      const storage = memoryStorage();
      const outbox = new Outbox({ storage, project: 'p', tab: 'a' });
      const writer = writerOn(studio, outbox, [], isShownLater ? nextTurn : undefined);
      writer.knows(7, 0);
      ids.forEach((id) => writer.push(7, writeOf(id)));
      await writer.drained(7);
      expect(studio.made).toEqual(ids.map(madeOf));
      expect(studio.mostUnderWay).toBe(1);
      expect(writer.pending).toBe(0);
      expect(storage.length).toBe(0);
    }),
    { numRuns: 200 },
  );
});

it('what a page that is gone left behind is made by the next one, once', async () => {
  const storage = memoryStorage();
  const dead = new Outbox({ storage, project: 'p', tab: 'dead' });
  const other = new Outbox({ storage, project: 'other', tab: 'dead' });
  const alive = new Outbox({ storage, project: 'p', tab: 'alive' });
  dead.keep(dead.address(7, 0, gestureOf('first')));
  dead.keep(dead.address(7, 1, gestureOf('second')));
  other.keep(other.address(7, 0, gestureOf('elsewhere')));
  alive.keep(alive.address(7, 0, gestureOf('not-ours')));

  // The answer to the first one was lost with the page.
  const studio = new UnsafeStudio([]);
  studio.made.push('first');
  studio.revision = 1;
  const outbox = new Outbox({ storage, project: 'p', tab: 'new' });
  const left = outbox.leftBehind((tab) => tab === 'alive');
  expect(left.map(({ write }) => (write.kind === 'gesture' ? write.gesture.id : ''))).toEqual([
    'first',
    'second',
  ]);
  const writer = writerOn(studio, outbox);
  writer.resume(left);
  await writer.drained(7);
  expect(studio.made).toEqual(['first', 'second']);
  expect(storage.length).toBe(2);
});

it('a conflict gives up this write and those after it, and says how many', async () => {
  const studio = new UnsafeStudio([]);
  studio.revision = 5;
  const refused: unknown[] = [];
  const storage = memoryStorage();
  const writer = writerOn(studio, new Outbox({ storage, project: 'p', tab: 'a' }), refused);
  writer.knows(7, 3);
  writer.push(7, gestureOf('a'));
  writer.push(7, gestureOf('b'));
  await writer.drained(7);
  expect(refused).toEqual([[2, 'conflict']]);
  expect(studio.made).toEqual([]);
  expect(storage.length).toBe(0);
});

it('an undo that a page did not see answered is not made twice by the next one', async () => {
  const storage = memoryStorage();
  const dead = new Outbox({ storage, project: 'p', tab: 'dead' });
  dead.keep(dead.address(7, 1, { kind: 'undo' }));
  const studio = new UnsafeStudio([]);
  studio.made.push('g', 'history.undo');
  studio.revision = 2;
  const outbox = new Outbox({ storage, project: 'p', tab: 'new' });
  const refused: unknown[] = [];
  const writer = writerOn(studio, outbox, refused);
  writer.resume(outbox.leftBehind(() => false));
  await writer.allDrained();
  expect({ made: studio.made, refused, left: storage.length }).toEqual({
    made: ['g', 'history.undo'],
    refused: [],
    left: 0,
  });
});

it('a writer of a project that was left sends nothing to the next one, and loses nothing', async () => {
  const studio = new UnsafeStudio(Array.from({ length: 40 }, () => 'request-lost'));
  const storage = memoryStorage();
  const outbox = new Outbox({ storage, project: 'p', tab: 'a' });
  const writer = writerOn(studio, outbox);
  writer.knows(7, 0);
  writer.push(7, gestureOf('a'));
  writer.push(7, gestureOf('b'));
  writer.close();
  await expect.poll(() => studio.underWay).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(studio.made).toEqual([]);
  expect(outbox.leftBehind(() => false)).toHaveLength(2);
});

it('a write waits for the frame that shows it, and is kept at once when the page goes', async () => {
  const studio = new UnsafeStudio([]);
  const storage = memoryStorage();
  const outbox = new Outbox({ storage, project: 'p', tab: 'a' });
  let frame = (): void => undefined;
  const shown = (): Promise<void> => new Promise((resolve) => (frame = resolve));
  const writer = writerOn(studio, outbox, [], shown);
  writer.knows(7, 0);
  writer.push(7, gestureOf('a'));
  expect({ pending: writer.pending, kept: storage.length }).toEqual({ pending: 1, kept: 0 });
  writer.keepAll();
  expect(storage.length).toBe(1);
  expect(studio.made).toEqual([]);
  frame();
  await writer.drained(7);
  expect({ made: studio.made, kept: storage.length }).toEqual({ made: ['a'], kept: 0 });
});
