import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzzSource } from './fuzz-source.ts';
import { isAlive, ownedBy } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

/** As from a page that was taken over entirely: raw messages on main's own channels, past the bridge and its checks. */
const messages = 10_000;
const seed = 20_261_124;

interface Summary {
  readonly sent: number;
  readonly answered: number;
  readonly refusedByClone: number;
  readonly codes: Readonly<Record<string, number>>;
}

let desktop: Desktop;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-fuzz-'));
  const script = join(folder, 'fuzz.cjs');
  await writeFile(script, fuzzSource);
  desktop = await launchDesktop();
  await desktop.app.evaluate(async ({ session, BrowserWindow, dialog }, file) => {
    const kept = globalThis as unknown as { dialogs: number };
    kept.dialogs = 0;
    dialog.showOpenDialog = () => {
      kept.dialogs += 1;
      return Promise.resolve({ canceled: true, filePaths: [] });
    };
    // Electron before 35 knows the older way only.
    const { defaultSession } = session;
    const register = (defaultSession as Partial<Electron.Session>).registerPreloadScript;
    if (register === undefined) {
      const { setPreloads } = defaultSession as unknown as Record<
        'setPreloads',
        (files: string[]) => void
      >;
      setPreloads.call(defaultSession, [file]);
    } else {
      register.call(defaultSession, { type: 'frame', filePath: file });
    }
    BrowserWindow.getAllWindows()[0]?.webContents.reload();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, script);
  await desktop.page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
});

afterAll(async () => {
  await desktop.close();
  await rm(folder, { recursive: true });
});

async function megabytes(): Promise<number> {
  return desktop.app.evaluate(() => process.memoryUsage().rss / 2 ** 20);
}

async function fuzz(count: number, from: number): Promise<Summary> {
  return desktop.page.evaluate(
    ([many, first]) =>
      new Promise<Summary>((resolve) => {
        window.addEventListener('message', ({ data }: MessageEvent<{ fuzzed?: Summary }>) => {
          if (data.fuzzed !== undefined) {
            resolve(data.fuzzed);
          }
        });
        window.postMessage({ fuzz: { count: many, seed: first } }, '*');
      }),
    [count, from] as const,
  );
}

test('10,000 messages of every shape are answered, and neither main nor studio falls', async () => {
  const studio = await ownedBy(desktop.app, 'studio-process.ts');
  expect(studio).toHaveLength(1);
  // The first thousand fill caches and heaps; from then on nothing may grow with what is sent.
  const first = await fuzz(messages / 10, seed);
  const before = await megabytes();
  const then = await fuzz(messages - messages / 10, seed + 1);
  const after = await megabytes();

  const sent = first.sent + then.sent;
  expect(first.answered + then.answered + first.refusedByClone + then.refusedByClone).toBe(sent);
  expect(sent).toBe(messages);
  // Most reach main, and it refuses each in its own words; nothing of it is answered with a crash inside.
  expect(then.answered).toBeGreaterThan(messages / 2);
  expect(Object.keys(then.codes)).toEqual(expect.arrayContaining(['not-allowed', 'bad-request']));
  expect(then.codes['internal'] ?? 0).toBe(0);
  expect(after - before).toBeLessThan(200);

  expect(studio.every(isAlive)).toBe(true);
  expect(desktop.complaints.filter((line) => /died|Uncaught|Unhandled/i.test(line))).toEqual([]);
});

test('then the window works as before', async () => {
  const answer = await desktop.page.evaluate(() =>
    (
      window as unknown as { maskwright: { request(...words: unknown[]): Promise<object> } }
    ).maskwright.request(1e9, 'studio.status', {}),
  );
  expect(answer).toHaveProperty('result');
  const dialogs = () =>
    desktop.app.evaluate(() => (globalThis as unknown as { dialogs: number }).dialogs);
  const before = await dialogs();
  await desktop.page.getByRole('button', { name: 'Open a COCO file' }).click();
  await expect.poll(dialogs).toBe(before + 1);
});
