import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { lastLine, runCli, startCli, type Ended } from './run-cli.ts';

/** Predicting folders that belong to a person: nothing of theirs is overwritten, nothing of ours is left. */
const out = mkdtempSync(join(tmpdir(), 'maskwright-predict-'));
let run: string;
let picture: string;

/** A folder of pictures of these names, all of one content. */
function folderOf(name: string, files: readonly string[]): string {
  const folder = join(out, name);
  mkdirSync(folder);
  for (const file of files) cpSync(picture, join(folder, file));
  return folder;
}

function predict(images: string, into: string): Promise<Ended> {
  return runCli(['predict', '--run', run, '--images', images, '--out', into, '--json']);
}

beforeAll(async () => {
  const project = join(out, 'project');
  await runCli(['sample', '--project', project, '--images', '4']);
  await runCli(['split', '--project', project, '--val', '0.5']);
  const words = ['--size', '32', '--batch', '2', '--epochs', '1', '--width', '0.25'];
  const trained = await runCli(['train', '--project', project, '--run', 'first', ...words]);
  expect(trained.code).toBe(0);
  run = join(project, 'runs', 'first');
  const pictures = join(project, 'pictures');
  const files = readdirSync(pictures, { recursive: true, encoding: 'utf8' });
  picture = join(pictures, files.find((file) => file.endsWith('.jpg')) ?? '');
}, 120_000);

it('refuses to write where the pictures lie', { timeout: 120_000 }, async () => {
  const images = folderOf('own', ['a.png']);
  const deeper = join(images, 'deeper');
  mkdirSync(deeper);
  cpSync(picture, join(deeper, 'a.png'));
  symlinkSync(images, join(out, 'link'));
  const before = readFileSync(picture);
  for (const [into, sentence] of [
    [images, 'is the folder of the pictures itself'],
    [join(out, 'link'), 'is the folder of the pictures itself'],
    [deeper, 'lies in the folder of the pictures and holds “a.png” already'],
    [join(out, 'link', 'deeper'), 'lies in the folder of the pictures and holds “a.png” already'],
  ] as const) {
    const ended = await predict(images, into);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(sentence);
  }
  expect(readdirSync(images, { recursive: true }).sort()).toEqual([
    'a.png',
    'deeper',
    join('deeper', 'a.png'),
  ]);
  for (const file of [join(images, 'a.png'), join(deeper, 'a.png')]) {
    expect(readFileSync(file).equals(before)).toBe(true);
  }
});

it('refuses to write where pictures lie that a project refers to', async () => {
  const images = folderOf('referred', ['a.png', 'b.png']);
  const project = join(out, 'referring');
  const words = ['--project', project, '--images', images, '--classes', 'cat,dog'];
  expect((await runCli(['import', 'folder', ...words])).code).toBe(0);
  cpSync(run, join(project, 'runs', 'first'), { recursive: true });
  const order = ['--project', project, '--run', 'first', '--split', 'all', '--out', images];
  const ended = await runCli(['predict', ...order]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('is the folder of the pictures itself');
  expect(readdirSync(images).sort()).toEqual(['a.png', 'b.png']);
  expect(readFileSync(join(images, 'a.png')).equals(readFileSync(picture))).toBe(true);
}, 60_000);

it('gives every picture two files of its own', { timeout: 60_000 }, async () => {
  const images = folderOf('alike', ['cat.png', 'cat_overlay.png']);
  // A new folder among the pictures is nobody's yet.
  const into = join(images, 'predicted');
  expect(lastLine(await predict(images, into))).toMatchObject({ pictures: 2, skipped: [] });
  expect(readdirSync(into).sort()).toEqual([
    'cat.png',
    'cat_overlay.png',
    'cat_overlay_2.png',
    'cat_overlay_2_overlay.png',
  ]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends a prediction, which keeps what it wrote and leaves no temporary folder',
  { timeout: 60_000 },
  async (signal) => {
    const names = Array.from({ length: 600 }, (_, k) => `${k}.jpg`);
    const images = folderOf(`many-${signal}`, names);
    const temporary = mkdtempSync(join(out, 'temporary-'));
    const into = join(out, `predicted-${signal}`);
    const words = ['--run', run, '--images', images, '--out', into, '--json'];
    const running = startCli(['predict', ...words], { temporary });
    await expect
      .poll(() => (existsSync(into) ? readdirSync(into).length : 0), {
        timeout: 30_000,
        interval: 5,
      })
      .toBeGreaterThan(0);
    expect(readdirSync(temporary).join()).toContain('maskwright-maps-');
    running.child.kill(signal);
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain('The predictions that were written until then stay.');
    const written = readdirSync(into);
    expect(written.length).toBeLessThan(1200);
    expect(written.filter((file) => file.endsWith('_overlay.png'))).toHaveLength(
      written.length / 2,
    );
    expect(readdirSync(temporary).filter((file) => file.startsWith('maskwright-'))).toEqual([]);
  },
);
