import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { installLibrary } from '../../../app/runtime/install-library.ts';
import { bytesKept } from '../../../app/runtime/kept-wheels.ts';
import { findLibrary, libraryFolder } from '../../../app/runtime/places.ts';
import type { InstallProgress } from '../../../app/runtime/progress.ts';
import { runProgram } from '../../../app/runtime/run-program.ts';
import {
  entriesWith,
  honestEntries,
  libraryContent,
  libraryPath,
  manifestOf,
  offer,
  zipOf,
} from './wheel-maker.ts';

/** Real pip, which finds its wheels in a folder instead of an index. */

let folder = '';
let cache = '';
let wheels = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-runtime-'));
  cache = join(folder, 'cache');
  wheels = join(folder, 'wheels');
  mkdirSync(wheels);
  vi.stubEnv('MASKWRIGHT_CACHE', cache);
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', wheels);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const honest = zipOf(honestEntries());

function quiet(): void {
  // These tests look at what stands on the disk.
}

function install(
  { library, ...manifest }: ReturnType<typeof manifestOf>,
  signal = new AbortController().signal,
  onProgress: (progress: InstallProgress) => void = quiet,
): Promise<void> {
  return installLibrary(manifest, library, { signal, onProgress });
}

function remains(): readonly string[] {
  return readdirSync(cache);
}

test('what is pinned is fetched, unpacked and told with its size', async () => {
  const manifest = manifestOf(honest);
  offer(wheels, honest);
  const told: InstallProgress[] = [];
  await install(manifest, undefined, (progress) => told.push(progress));

  const target = libraryFolder(manifest, manifest.library);
  expect(readFileSync(join(target, libraryPath))).toEqual(libraryContent);
  expect(remains()).toEqual([`tensorflow-1.0-cpu-${manifest.library.platform}`]);
  expect(told.at(-1)).toMatchObject({
    message: 'Unpacking and checking maskwright-probe 1.0',
    done: honest.length,
    total: honest.length,
  });
});

describe('what came is not what is pinned: refused, and nothing stays behind', () => {
  const [first = 0, ...rest] = honest;
  const swapped = zipOf(entriesWith({ path: libraryPath, content: Buffer.from('another one') }));
  const cases: readonly (readonly [string, Buffer])[] = [
    [
      'one byte changed',
      Buffer.from([first, ...rest.map((byte, n) => (n === 200 ? byte ^ 1 : byte))]),
    ],
    ['cut off', honest.subarray(0, honest.length - 300)],
    ['another wheel of the same name', swapped],
    ['longer than it should be', Buffer.concat([honest, Buffer.alloc(64)])],
    ['a page of a proxy', Buffer.from('<html>Please sign in</html>')],
  ];
  test.each(cases)('%s', async (_name, offered) => {
    offer(wheels, offered);
    await expect(install(manifestOf(honest))).rejects.toMatchObject({
      name: 'StudioError',
      message: expect.stringContaining('maskwright-probe 1.0') as string,
    });
    expect(remains()).toEqual([]);
  });
});

test('a wheel that is pinned but hostile: refused with its reason, and nothing stays behind', async () => {
  const wheel = zipOf(
    entriesWith({ path: libraryPath, content: Buffer.from('/etc/passwd'), isLink: true }),
  );
  offer(wheels, wheel);
  await expect(install(manifestOf(wheel))).rejects.toThrow(
    /cannot be used: .* is a link\. It was thrown away/,
  );
  expect(remains()).toEqual([]);
});

test('cancelled while pip is at work: its reason is thrown, nothing stays behind', async () => {
  offer(wheels, honest);
  const controller = new AbortController();
  const installing = install(manifestOf(honest), controller.signal);
  await vi.waitFor(() => {
    expect(remains()).toHaveLength(1);
  });
  controller.abort(new Error('cancelled by the person'));
  await expect(installing).rejects.toThrow('cancelled by the person');
  expect(remains()).toEqual([]);
});

test('a library in several wheels goes on with those that have not come', async () => {
  const { library, ...manifest } = manifestOf(honest);
  const [wheel] = library.wheels;
  const path = 'nvidia/cudnn/lib/libcudnn.so.9';
  const content = Buffer.from('a part of its own');
  const second = zipOf([{ path, content }, ...honestEntries().slice(2)]);
  const [pinned] = manifestOf(second).library.wheels;
  const member = { path, bytes: content.length, sha256: hash('sha256', content) };
  const both = { ...library, wheels: [wheel!, { ...pinned!, members: [member] }] };
  offer(wheels, honest);
  // There is one file of the name: the first wheel comes, the second is not what is pinned.
  await expect(install({ ...manifest, library: both })).rejects.toThrow('its SHA-256 is wrong');
  expect(bytesKept(manifest, both)).toBe(honest.length);
  expect(findLibrary(manifest)).toEqual({ kind: 'absent' });

  offer(wheels, second);
  const told: InstallProgress[] = [];
  await install({ ...manifest, library: both }, undefined, (progress) => told.push(progress));
  expect(readFileSync(join(libraryFolder(manifest, both), path))).toEqual(content);
  expect(told.every(({ done }) => done === null || done >= honest.length)).toBe(true);
  expect(remains()).toHaveLength(1);
});

test('what a killed installer left behind goes with the next', async () => {
  offer(wheels, honest);
  const { lines } = await runProgram({ file: process.execPath, arguments: ['-p', 'process.pid'] });
  mkdirSync(join(cache, `.unfinished-${lines[0] ?? ''}-0000`), { recursive: true });
  await install(manifestOf(honest));
  expect(remains()).toHaveLength(1);
});

test('two processes at once both succeed, and one library stands there', async () => {
  offer(wheels, honest);
  const manifest = manifestOf(honest);
  const file = join(folder, 'manifest.json');
  writeFileSync(file, JSON.stringify(manifest));
  const program = fileURLToPath(new URL('install-library.process.ts', import.meta.url));
  const installer = { file: process.execPath, arguments: [program, file] };
  const ended = await Promise.all([runProgram(installer), runProgram(installer)]);
  expect(ended.map(({ code, lines }) => [code, lines])).toEqual([
    [0, []],
    [0, []],
  ]);
  const target = libraryFolder(manifest, manifest.library);
  expect(readFileSync(join(target, libraryPath))).toEqual(libraryContent);
  expect(remains()).toHaveLength(1);
});

describe('what is missing is said in one sentence', () => {
  test('no pip and no uv', async () => {
    vi.stubEnv('PATH', folder);
    await expect(install(manifestOf(honest))).rejects.toThrow(/neither.*apt-get install/);
  });

  test('a Python without pip, and no uv', async () => {
    writeFileSync(
      join(folder, 'python3'),
      '#!/bin/sh\necho "python3: No module named pip" >&2\nexit 1\n',
      { mode: 0o755 },
    );
    vi.stubEnv('PATH', folder);
    await expect(install(manifestOf(honest))).rejects.toThrow(/with pip or uv/);
    expect(remains()).toEqual([]);
  });

  test('no network, or no such wheel', async () => {
    await expect(install(manifestOf(honest))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /^maskwright-probe 1\.0 could not be fetched \(.+\)\. /,
      ) as string,
    });
    expect(remains()).toEqual([]);
  });

  test('no room on the disk', async () => {
    const { library, ...manifest } = manifestOf(honest);
    const [wheel] = library.wheels;
    const huge = { ...library, wheels: [{ ...wheel!, bytes: 1e16 }] };
    await expect(install({ ...manifest, library: huge })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('MASKWRIGHT_CACHE') as string,
    });
  });
});
