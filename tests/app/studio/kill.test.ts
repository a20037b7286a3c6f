import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { createBitmap } from '../../../app/mask/bitmap.ts';
import { applyPatch } from '../../../app/mask/patch.ts';
import { openStore } from '../../../app/store/open.ts';
import { emptyObject, gestureOf, pictureSize } from './strokes.ts';
import { startProject, startStudio } from './test-studio.ts';
import { pixelsOf } from './walk-model.ts';

/** MASKWRIGHT_KILLS makes it as many as one likes. */
const kills = Number(process.env.MASKWRIGHT_KILLS ?? 24);
const image = 1;
const painter = fileURLToPath(new URL('./painter.process.ts', import.meta.url));

it(`of ${kills} studios killed while they paint, every saved stroke is there exactly once`, async () => {
  const project = await startProject({ pictures: 1 });
  const { first: object } = await project.call('annotation.reserve', { count: 1 });
  const begin = gestureOf([emptyObject(object, 17, 1)]);
  await project.call('gesture.apply', { image, revision: 0, gesture: begin });
  await project.close();

  const saved: string[] = [begin.id];
  for (let kill = 0; kill < kills; kill++) {
    saved.push(...(await paintUntilKilled(project.folder, { object, afterMs: (kill * 13) % 90 })));
    await expectWhole(project.folder, { object, saved });
  }
  expect(saved.length).toBeGreaterThan(kills);
}, 600_000);

async function paintUntilKilled(
  folder: string,
  { object, afterMs }: { object: number; afterMs: number },
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [painter, folder, String(object)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const begun = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (line.startsWith('saved')) begun.resolve();
  });
  await begun.promise;
  await sleep(afterMs);
  child.kill('SIGKILL');
  await once(child, 'close');
  return lines.filter((line) => line.startsWith('saved ')).map((line) => line.slice(6));
}

async function expectWhole(
  folder: string,
  { object, saved }: { object: number; saved: readonly string[] },
): Promise<void> {
  const store = openStore(folder, { log: () => undefined });
  expect(store.sql.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  const rows = store.sql.all<{ id: string; changes: string }>(
    'SELECT id, changes FROM gesture WHERE image = ? ORDER BY seq',
    image,
  );
  await store.close();
  const ids = rows.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(saved.filter((id) => !ids.includes(id))).toEqual([]);
  // One at most was on its way when the blow fell, each time.
  const { call, close } = await startStudio({ folder });
  const seen = await call('image.get', { image });
  await close();
  expect(seen.image.revision).toBe(ids.length);
  const canvas = createBitmap(pictureSize.width, pictureSize.height);
  for (const change of rows.flatMap(({ changes }) => JSON.parse(changes) as Change[])) {
    if (change.kind === 'xor') applyPatch(canvas, change.patch);
  }
  const painted = seen.annotations.find(({ id }) => id === object);
  expect(pixelsOf(painted!.shape)).toBe(canvas.data.join(''));
}
