import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openAnnotate, pixelAt } from '../journeys/annotating.ts';
import { maskwright } from '../journeys/serving.ts';
import { ask, ownedBy } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

let origin: string;
let home: string;
let desktop: Desktop;
let image: number;

beforeAll(async () => {
  origin = await mkdtemp(join(tmpdir(), 'maskwright-saving-'));
  await maskwright('sample', '--project', join(origin, 'cells'), '--images', '3', '--seed', '5');
});

afterAll(() => rm(origin, { recursive: true, force: true }));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'maskwright-saving-'));
  const project = join(home, 'cells');
  await cp(join(origin, 'cells'), project, { recursive: true });
  desktop = await launchDesktop({ home, words: [project] });
  const { ids } = await ask(desktop.page, 'image.ids', {
    filter: {},
    order: { by: 'id', descending: false },
  });
  image = ids[0] ?? 0;
  await openAnnotate(desktop.page);
  await desktop.page.keyboard.press('b');
});

afterEach(async () => {
  await desktop.close();
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
});

/** Three strokes as fast as Chromium takes them, and in the same breath the end: nothing is waited for in between. */
async function paintAndQuit(): Promise<void> {
  const [from, to] = [
    await pixelAt(desktop.page, [0.4, 0.4]),
    await pixelAt(desktop.page, [0.6, 0.4]),
  ];
  await desktop.app.evaluate(
    ({ app, BrowserWindow }, [start, end]) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (let stroke = 0; stroke < 3; stroke++) {
        const y = start.y + stroke * 20;
        const button = { button: 'left', clickCount: 1 } as const;
        contents?.sendInputEvent({ type: 'mouseMove', x: start.x, y });
        contents?.sendInputEvent({ type: 'mouseDown', x: start.x, y, ...button });
        contents?.sendInputEvent({ type: 'mouseMove', x: end.x, y, modifiers: ['leftbuttondown'] });
        contents?.sendInputEvent({ type: 'mouseUp', x: end.x, y, ...button });
      }
      app.quit();
    },
    [from, to] as const,
  );
}

async function strokesKept(): Promise<number> {
  const { gestures } = await ask(desktop.page, 'history.list', { image });
  return gestures.length;
}

test('strokes painted in the moment of quitting are there at the next start', async () => {
  const ended = once(desktop.app.process(), 'exit');
  await paintAndQuit();
  await ended;
  await desktop.close();
  desktop = await launchDesktop({ home });
  await expect.poll(strokesKept).toBe(3);
});

test('strokes that a dead studio never took are sent at the next start', async () => {
  const [studio = 0] = await ownedBy(desktop.app, 'studio-process.ts');
  // It neither takes anything nor ends: the window waits no longer than its patience.
  process.kill(studio, 'SIGSTOP');
  const ended = once(desktop.app.process(), 'exit');
  await paintAndQuit();
  await ended;
  await desktop.close();
  desktop = await launchDesktop({ home });
  await expect.poll(strokesKept).toBe(3);
});

test('a stroke whose pen is still down at the end is kept as far as it went', async () => {
  const { mouse } = desktop.page;
  const from = await pixelAt(desktop.page, [0.4, 0.4]);
  const to = await pixelAt(desktop.page, [0.6, 0.4]);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(to.x, to.y, { steps: 5 });
  await desktop.quit();
  await desktop.close();
  desktop = await launchDesktop({ home });
  await expect.poll(strokesKept).toBe(1);
});
