import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { Outbox } from '../../../renderer/state/editor/outbox.ts';
import { Writer } from '../../../renderer/state/editor/writer.ts';
import { writeSmallProject } from '../../contract/small-project.ts';
import { memoryStorage } from '../../renderer/editor/memory-storage.ts';
import { runCli } from '../entry/run-cli.ts';
import { startServing, type Serving } from '../entry/serving.ts';
import { flipOf } from '../studio/strokes.ts';
import { failWritesBeyond } from './failing-disk.ts';

/** The page's own writer and outbox over HTTP to a real studio, whose disk fails at each of 100 strokes. */
const failures = 100;
const image = 1;
/** A page of SQLite's log, and what stands before it. */
const frameBytes = 4096 + 24;

let serving: Serving;
let folder: string;

beforeAll(async () => {
  const project = await writeSmallProject();
  ({ folder } = project);
  const words = ['--annotations', project.annotations, '--images', project.images];
  expect((await runCli(['import', 'coco', ...words, '--project', folder])).code).toBe(0);
  serving = await startServing(['--project', folder]);
});
afterAll(() => serving.end());

/** How far SQLite has written its log, as it tells others in the file beside it. */
function framesWritten(): number {
  return readFileSync(join(folder, 'project.sqlite-shm')).readUInt32LE(16);
}

it(
  `a disk that fails at any of ${String(failures)} strokes is told of at once, and each stroke is written once it is well`,
  { timeout: 120_000 },
  async () => {
    const { client } = serving;
    const studio = serving.studio();
    const storage = memoryStorage();
    const told: string[] = [];
    const acknowledged: string[] = [];
    const writer = new Writer(client, new Outbox({ storage, project: 'p', tab: 'a' }), {
      written: (_, write) => {
        if (write.kind === 'gesture') acknowledged.push(write.gesture.id);
      },
      refused: (_, __, error) => {
        throw error;
      },
      waiting(error) {
        if (error === null) return;
        told.push(`${error.code}: ${error.message}`);
        // The stroke is kept where it outlives the page. Then somebody puts the cable back.
        expect(storage.length).toBe(1);
        failWritesBeyond(studio, null);
      },
      pauseMs: () => 0,
    });
    const before = await client.call('image.get', { image });
    writer.knows(image, before.image.revision);
    const object = before.annotations[0];
    if (object?.shape.kind !== 'polygons') throw new Error('A polygon was expected.');
    const { polygons } = object.shape;

    const made: string[] = [];
    for (let nth = 1; nth <= failures; nth++) {
      const rasterise: Change = { kind: 'rasterise', annotation: object.id, polygons };
      const flip = flipOf(object.id, { x: nth % 30, y: nth % 20, width: 5, height: 5 });
      const changes = nth === 1 ? [rasterise, flip] : [flip];
      const id = randomUUID();
      made.push(id);
      // At the first write of the stroke, or when some of its pages are written already.
      const within = (framesWritten() + (nth % 5)) * frameBytes;
      failWritesBeyond(studio, nth % 2 === 0 ? 1 : within);
      writer.push(image, { kind: 'gesture', gesture: { id, label: 'Brush', changes } });
      const toldBefore = told.length;
      await writer.drained(image);
      failWritesBeyond(studio, null);
      if (nth % 2 === 0) expect(told.length).toBeGreaterThan(toldBefore);
      expect(acknowledged).toEqual(made);
    }
    expect(serving.studio()).toBe(studio);
    expect(told.length).toBeGreaterThan((3 * failures) / 5);
    for (const sentence of told) {
      expect(sentence).toMatch(/^disk-full: The disk of the project did not take a write/);
    }
    expect(storage.length).toBe(0);

    const { gestures } = await client.call('history.list', { image });
    expect(gestures.map(({ id }) => id)).toEqual(made);
    let { revision } = (await client.call('image.get', { image })).image;
    for (let step = 0; step < failures; step++) {
      ({ revision } = await client.call('history.undo', { image, revision }));
    }
    const after = await client.call('image.get', { image });
    expect(after.annotations).toEqual(before.annotations);

    await serving.end();
    const database = new DatabaseSync(join(folder, 'project.sqlite'), { readOnly: true });
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    database.close();
  },
);
