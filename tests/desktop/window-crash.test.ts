import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drag, openAnnotate, saved } from '../journeys/annotating.ts';
import { maskwright } from '../journeys/serving.ts';
import { answerQuestions, ask, asked } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

/** What the issue allows between the death of a page and its picture. */
const longestMs = 3_000;

let folder: string;
let desktop: Desktop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-crash-'));
  const project = join(folder, 'cells');
  await maskwright('sample', '--project', project, '--images', '5', '--seed', '1');
  desktop = await launchDesktop({ words: [project] });
});

afterAll(async () => {
  await desktop.close();
  await rm(folder, { recursive: true, force: true });
});

/** Playwright gives up a page that crashed: what came back is asked by way of main. A page that is gone never answers. */
async function inPage<T>(script: string): Promise<T | null> {
  return desktop.app.evaluate(({ BrowserWindow }, text) => {
    const answer = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text);
    const late = new Promise<null>((resolve) => setTimeout(resolve, 300, null));
    return Promise.race([answer as Promise<unknown>, late]);
  }, script) as Promise<T | null>;
}

async function crash(): Promise<void> {
  const pid = await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  // Nought would be this test and all that it started.
  if (pid === undefined || pid === 0) throw new Error('The page has no process.');
  process.kill(pid, 'SIGKILL');
}

/** What the person sees of the picture: which it is, and that it is drawn and saved. */
const sight = `(() => {
  const canvas = document.querySelector('.stage canvas, canvas');
  const hud = document.querySelector('.hud span');
  const saving = document.querySelector('[data-saving]');
  if (canvas === null || canvas.width === 0 || hud === null || saving === null) return '';
  const pixels = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  return pixels[3] === 0 ? '' : hud.textContent.trim() + ' ' + saving.dataset.saving;
})()`;

function seen(): Promise<string | null> {
  return inPage<string>(sight).catch(() => '');
}

function call(method: string, params: object): Promise<unknown> {
  return inPage(
    `maskwright.request(2e9, ${JSON.stringify(method)}, ${JSON.stringify(params)}).then((a) => a.result)`,
  );
}

async function pressKey(key: string, ...modifiers: ('control' | 'shift')[]): Promise<void> {
  await desktop.app.evaluate(
    ({ BrowserWindow }, [keyCode, held]) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers: [...held] });
      contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers: [...held] });
    },
    [key, modifiers] as const,
  );
}

interface History {
  readonly gestures: readonly { readonly undone: boolean }[];
}

test('a page that crashes is back within three seconds, at its picture, with its history', async () => {
  const { page } = desktop;
  await openAnnotate(page);
  await page.keyboard.press('D');
  await page.getByText('2 of 5').waitFor();
  await page.keyboard.press('b');
  await drag(page, [0.45, 0.4], [0.6, 0.4]);
  await saved(page);
  const { ids } = await ask(page, 'image.ids', {
    filter: {},
    order: { by: 'id', descending: false },
  });
  const image = ids[1] ?? 0;
  // The place is kept when the hand rests.
  await page.waitForTimeout(600);
  await expect.poll(seen).toBe('2 of 5 saved');

  const began = performance.now();
  await crash();
  await expect.poll(seen, { interval: 30, timeout: 10_000 }).toBe('2 of 5 saved');
  const tookMs = performance.now() - began;
  expect(tookMs).toBeLessThan(longestMs);
  process.stdout.write(`The picture was back ${Math.round(tookMs)} ms after the crash.\n`);

  await pressKey('Z', 'control');
  await expect
    .poll(async () => ((await call('history.list', { image })) as History).gestures)
    .toMatchObject([{ undone: true }]);
});

test('a page that crashes again and again asks before it goes on', async () => {
  await answerQuestions(desktop.app, 0);
  for (let crashes = 0; crashes < 4; crashes++) {
    await crash();
    await expect.poll(seen).toMatch(/^2 of 5/);
  }
  expect(await asked(desktop.app)).toEqual([
    expect.stringMatching(/^The window keeps failing\. \[Try once more/),
  ]);
});

test('a page that hangs is loaded again when the person wants that', async () => {
  await answerQuestions(desktop.app, 1);
  // It hangs for ever. Chromium would say so by itself, were no test looking into the page.
  await inPage('for (;;);');
  expect(await seen()).toBeNull();
  await desktop.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
  });
  await expect.poll(() => asked(desktop.app)).toHaveLength(1);
  await expect.poll(seen).toMatch(/^2 of 5/);
});
