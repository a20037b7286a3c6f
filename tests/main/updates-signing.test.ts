import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedName, openRelease, packageBytes, type Release } from './updates-release.ts';
import { openAround } from './updates-window.ts';

const tools = join(import.meta.dirname, '../../resources/tools');
let folder: string;
let release: Release;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signing-'));
  release = await openRelease();
  release.publish();
  for (const name of [feedName, 'Maskwright-1.3.0-x86_64.AppImage']) {
    writeFileSync(join(folder, name), release.answers.get(`/download/${name}`) as Buffer);
  }
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await release.close();
});

function makeKey(): string {
  const line = execFileSync(
    process.execPath,
    [join(tools, 'make-release-key.ts'), join(folder, 'key.pem')],
    { encoding: 'utf8' },
  );
  return line.trim().replace('MASKWRIGHT_UPDATE_KEY=', '');
}

function signFeeds(
  environment: NodeJS.ProcessEnv = {},
  ...more: string[]
): { rc: number | null; says: string } {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(tools, 'sign-feed.ts'), '--folder', folder, ...more],
    { encoding: 'utf8', env: { ...process.env, MASKWRIGHT_RELEASE_KEY: '', ...environment } },
  );
  return { rc: status, says: stderr };
}

test('a feed signed by the tool is taken by an app with the public half', async () => {
  const key = makeKey();
  expect(statSync(join(folder, 'key.pem')).mode & 0o777).toBe(0o600);
  expect(signFeeds({}, '--key', join(folder, 'key.pem'))).toEqual({ rc: 0, says: '' });
  const signature = readFileSync(join(folder, `${feedName}.sig`));
  release.answers.set(`/download/${feedName}.sig`, signature);
  const around = openAround({ feed: { url: release.url, key } });
  expect((await around.check()).kind).toBe('available');
  around.close();

  // The same from the environment: Ed25519 gives the same signature again.
  const text = readFileSync(join(folder, 'key.pem'), 'utf8');
  expect(signFeeds({ MASKWRIGHT_RELEASE_KEY: text }).rc).toBe(0);
  expect(readFileSync(join(folder, `${feedName}.sig`))).toEqual(signature);
});

test('a key is never overwritten', () => {
  makeKey();
  const before = readFileSync(join(folder, 'key.pem'));
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(tools, 'make-release-key.ts'), join(folder, 'key.pem')],
    { encoding: 'utf8' },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('Name a file that does not exist yet');
  expect(readFileSync(join(folder, 'key.pem'))).toEqual(before);
});

test('a feed whose package differs, and a missing or foreign key, are not signed', () => {
  expect(signFeeds()).toEqual({ rc: 1, says: expect.stringContaining('Name the private key') });
  expect(signFeeds({ MASKWRIGHT_RELEASE_KEY: 'nonsense' })).toEqual({
    rc: 1,
    says: expect.stringContaining('cannot be read'),
  });
  makeKey();
  writeFileSync(join(folder, 'Maskwright-1.3.0-x86_64.AppImage'), packageBytes.subarray(1));
  expect(signFeeds({}, '--key', join(folder, 'key.pem'))).toEqual({
    rc: 1,
    says: expect.stringContaining('is not what its feed says'),
  });
  expect(existsSync(join(folder, `${feedName}.sig`))).toBe(false);
});
