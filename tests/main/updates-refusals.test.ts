import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeys, feedName, openRelease, type Release } from './updates-release.ts';
import { openAround, type Around, type AroundOptions } from './updates-window.ts';

let release: Release;
let around: Around;

beforeEach(async () => {
  release = await openRelease();
});
afterEach(async () => {
  around.close();
  await release.close();
});

function open(options: Partial<AroundOptions> = {}): Around {
  around = openAround({ feed: { url: release.url, key: release.key }, ...options });
  return around;
}

/** Checks, expects a refusal, and that nothing but the feed and its signature was ever asked for. */
async function refusal(): Promise<string> {
  const state = await around.check();
  expect(state.kind).toBe('refused');
  expect(release.asked.filter((path) => !path.startsWith(`/download/${feedName}`))).toEqual([]);
  return state.kind === 'refused' ? state.message : '';
}

test('a feed without a signature is refused', async () => {
  release.publish();
  release.answers.delete(`/download/${feedName}.sig`);
  open();
  expect(await refusal()).toContain(`“${feedName}” has no signature beside it`);
});

test('an empty signature is none', async () => {
  release.publish();
  release.answers.set(`/download/${feedName}.sig`, Buffer.from('\n'));
  open();
  expect(await refusal()).toContain('has no signature beside it');
});

test('a feed signed with another key is refused', async () => {
  release.publish({ signer: createKeys().secret });
  open();
  expect(await refusal()).toContain('not signed with the key that this Maskwright trusts');
});

test.each([
  ['version', (feed: string) => feed.replace('1.3.0', '9.9.9')],
  ['date', (feed: string) => feed.replace('2026-11-20', '2026-11-21')],
  ['hash', (feed: string) => feed.replace(/sha512: ./, 'sha512: A')],
  ['size', (feed: string) => feed.replace(/size: \d+/, 'size: 1')],
  ['last byte', (feed: string) => `${feed}\n`],
])('a feed whose %s was altered after signing is refused', async (_what, text) => {
  release.publish({ text });
  open();
  expect(await refusal()).toContain('not signed with the key');
});

test('an older version is refused, with both versions named', async () => {
  release.publish({ version: '1.1.9' });
  open();
  expect(await refusal()).toContain('version 1.1.9, which is older than the 1.2.0 you have');
});

test('a beta of the version one has is older', async () => {
  release.publish({ version: '1.2.0-beta.3' });
  open();
  expect(await refusal()).toContain('older than the 1.2.0');
});

test('the version one has is no update, and nothing is downloaded', async () => {
  release.publish({ version: '1.2.0' });
  open();
  expect(await around.check()).toEqual({ kind: 'idle', checked: expect.any(Number) });
  around.updates.handlers['desktop.updateAct']({ act: 'download' });
  expect(release.asked).toEqual([`/download/${feedName}`, `/download/${feedName}.sig`]);
});

test('a feed from before one that was seen is refused, also after a restart', async () => {
  release.publish({ version: '1.4.0' });
  const first = open();
  expect((await first.check()).kind).toBe('available');
  first.updates.close();
  release.publish({ version: '1.3.0' });
  open({ folder: first.folder });
  expect(await refusal()).toContain('offers version 1.3.0, and earlier it offered 1.4.0');
});

test('the same version with an earlier date is a replay', async () => {
  release.publish({ date: '2026-11-20T10:00:00.000Z' });
  open();
  expect((await around.check()).kind).toBe('available');
  release.publish({ date: '2026-11-19T10:00:00.000Z' });
  expect(await refusal()).toContain('it shows an old state');
});

test.each([
  'https://example.org/Maskwright.AppImage',
  '//example.org/Maskwright.AppImage',
  'http://127.0.0.1:1/Maskwright.AppImage',
  'file:///etc/passwd',
])('a signed feed that names %s is refused', async (file) => {
  release.publish({ file });
  open();
  expect(await refusal()).toContain('names a file at another place');
});

test('a signed feed without hash, size or date is refused', async () => {
  open();
  release.publish({ sha512: 'abc' });
  expect(await refusal()).toContain('files.0.sha512');
  release.publish({ size: 0 });
  expect(await refusal()).toContain('files.0.size');
  release.publish({ date: 'soon' });
  expect(await refusal()).toContain('releaseDate');
});

test('a feed that is sent on to another origin is refused', async () => {
  const other = await openRelease();
  other.publish();
  release.publish();
  release.answers.set(`/download/${feedName}`, { to: `${other.url}/${feedName}` });
  open();
  expect(await refusal()).toContain('points on to');
  expect(other.asked).toEqual([]);
  await other.close();
});

test('a feed without end is left', async () => {
  release.publish({ text: (feed) => feed + '#'.repeat(2_000_000) });
  open();
  expect(await refusal()).toContain('is longer than the 1048576 bytes expected');
});

test.each([
  'http://example.org/',
  'ftp://127.0.0.1/',
  'nonsense',
  'https://me:secret@example.org/',
])('the address %s is refused before anything is asked', async (url) => {
  open({ feed: { url, key: release.key } });
  expect(await refusal()).toContain('from an https address only');
  expect(release.asked).toEqual([]);
});

test('a key that is none is said', async () => {
  release.publish();
  open({ feed: { url: release.url, key: 'bm9uZQ==' } });
  expect(await refusal()).toContain('release key that cannot be read');
});

test('a missing feed and an absent server are said', async () => {
  open();
  expect(await refusal()).toContain(`There is no “${feedName}”`);
  await release.close();
  const state = await around.check();
  expect(state).toEqual({
    kind: 'refused',
    message: expect.stringContaining('could not be asked for a newer version'),
  });
});
