import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpackWheel } from '../../../app/runtime/unpack-wheel.ts';
import { WheelFault } from '../../../app/runtime/wheel-index.ts';
import {
  entriesWith,
  honestEntries,
  libraryContent,
  libraryPath,
  manifestOf,
  zipOf,
  type EntryDraft,
} from './wheel-maker.ts';

let folder = '';
let into = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-wheel-'));
  into = join(folder, 'a', 'into');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Unpacks what the honest wheel pins out of another. */
async function unpack(wheel: Buffer): Promise<void> {
  rmSync(into, { recursive: true, force: true });
  const path = join(folder, 'probe.whl');
  writeFileSync(path, wheel);
  const { headers, library } = manifestOf(wheel);
  await unpackWheel(path, {
    members: [...library.wheels[0]!.members, ...headers],
    into,
    signal: new AbortController().signal,
    onBytes() {
      // Nobody watches.
    },
  });
}

/** What stands outside the folder that was unpacked into. */
function escaped(): readonly string[] {
  const around = existsSync(join(folder, 'a')) ? readdirSync(join(folder, 'a')) : [];
  return [...readdirSync(folder), ...around].filter(
    (name) => !['probe.whl', 'a', 'into'].includes(name),
  );
}

test('an honest wheel gives what is pinned', async () => {
  await unpack(zipOf(honestEntries()));
  expect(readFileSync(join(into, libraryPath))).toEqual(libraryContent);
});

describe('a hostile wheel is refused', () => {
  const content = libraryContent;
  const cases: readonly (readonly [string, EntryDraft, RegExp])[] = [
    [
      'a link in the place of the library',
      { path: libraryPath, content: Buffer.from('/etc/passwd'), isLink: true },
      /is a link/,
    ],
    ['a link elsewhere', { path: 'a', content: Buffer.from('/etc'), isLink: true }, /is a link/],
    ['a path that climbs out', { path: '../../escaped', content }, /outside itself/],
    ['an absolute path', { path: '/tmp/escaped', content }, /outside itself/],
    ['a path of Windows', { path: 'C:\\escaped', content }, /outside itself/],
    [
      'a size that cannot be',
      { path: libraryPath, content, claimedBytes: 0xfffffffe },
      /should have 2120 bytes/,
    ],
    [
      'more content than it says',
      {
        path: libraryPath,
        content: Buffer.concat([content, content]),
        claimedBytes: content.length,
      },
      /larger than it says/,
    ],
    [
      'less content than it says',
      { path: libraryPath, content: content.subarray(9), claimedBytes: content.length },
      /not the file that is pinned/,
    ],
    [
      'other content of the same size',
      { path: libraryPath, content: Buffer.from(content).fill('x') },
      /not the file that is pinned/,
    ],
  ];
  test.each(cases)('%s', async (_name, draft, reason) => {
    await expect(unpack(zipOf(entriesWith(draft)))).rejects.toThrow(reason);
    expect(escaped()).toEqual([]);
  });

  test('the same path twice', async () => {
    const twice = zipOf([...honestEntries(), { path: libraryPath, content }]);
    await expect(unpack(twice)).rejects.toThrow(/stands in it twice/);
  });

  test('bytes of the packed library changed', async () => {
    const wheel = Buffer.from(zipOf(honestEntries()));
    wheel.fill(0xff, 80, 100);
    await expect(unpack(wheel)).rejects.toThrow(WheelFault);
  });

  test('cut anywhere', async () => {
    const wheel = zipOf(honestEntries());
    for (let length = 0; length < wheel.length; length += 7) {
      await expect(unpack(wheel.subarray(0, length))).rejects.toThrow(WheelFault);
    }
  });
});

test('a flipped bit never gives another library', async () => {
  const wheel = zipOf(honestEntries());
  for (let at = 0; at < wheel.length; at += 7) {
    const changed = Buffer.from(wheel);
    changed[at]! ^= 1 << (at % 8);
    const outcome = await unpack(changed).catch((error: unknown) => error);
    if (outcome === undefined) {
      expect(readFileSync(join(into, libraryPath))).toEqual(libraryContent);
    } else {
      expect(outcome).toBeInstanceOf(WheelFault);
    }
  }
});
