import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { feedName, openRelease, packageBytes, type Release } from './updates-release.ts';
import { openAround, type Around, type AroundOptions } from './updates-window.ts';

let release: Release;
let around: Around;
let home: string;
let installed: string;
const appImage = process.env['APPIMAGE'];

beforeEach(async () => {
  release = await openRelease();
  home = mkdtempSync(join(tmpdir(), 'installed-'));
  installed = join(home, 'Maskwright.AppImage');
  writeFileSync(installed, '#!/bin/sh\nexit 0\n');
  chmodSync(installed, 0o755);
  process.env['APPIMAGE'] = installed;
});
afterEach(async () => {
  around.close();
  rmSync(home, { recursive: true, force: true });
  if (appImage === undefined) {
    delete process.env['APPIMAGE'];
  } else {
    process.env['APPIMAGE'] = appImage;
  }
  await release.close();
});

function open(options: Partial<AroundOptions> = {}): Around {
  around = openAround({ feed: { url: release.url, key: release.key }, ...options });
  return around;
}

/** A second app that looks for itself: what the first was to do at its own start, it has done by then. */
async function untilAnotherLooked(): Promise<void> {
  const other = openAround({ feed: { url: release.url, key: release.key }, calmMs: 0 });
  await other.becomes('available');
  other.close();
}

function act(wanted: 'download' | 'cancel' | 'install'): void {
  around.updates.handlers['desktop.updateAct']({ act: wanted });
}

const packagePath = '/download/Maskwright-1.3.0-x86_64.AppImage';

test('built without an address there is nothing: no state, no file, no request', async () => {
  release.publish();
  open({ feed: null, calmMs: 0 });
  expect(around.updates.isConfigured).toBe(false);
  expect(around.updates.handlers['desktop.updateAct']({ act: 'check' })).toEqual({
    kind: 'absent',
  });
  expect(around.updates.handlers['desktop.updates']()).toEqual({ kind: 'absent' });
  await untilAnotherLooked();
  expect(readdirSync(around.folder)).toEqual([]);
  expect(around.told).toEqual([]);
  expect(release.asked).toHaveLength(2);
});

test('a good update is found, downloaded when asked, and installed at quit by consent', async () => {
  release.publish();
  open();
  expect(await around.check()).toEqual({
    kind: 'available',
    version: '1.3.0',
    bytes: packageBytes.length,
    notes: 'Brushes feel lighter.',
    address: null,
  });
  expect(release.asked).not.toContain(packagePath);

  act('download');
  expect(await around.becomes('ready', 'refused')).toEqual({
    kind: 'ready',
    version: '1.3.0',
    agreed: false,
  });
  around.quit();
  expect(readFileSync(installed)).not.toEqual(packageBytes);

  act('install');
  await expect.poll(() => around.questions.length).toBe(1);
  expect(await around.becomes('ready')).toEqual({ kind: 'ready', version: '1.3.0', agreed: true });
  expect(around.isQuitting()).toBe(false);
  around.quit();
  expect(readFileSync(installed)).toEqual(packageBytes);
});

test('a training run is never ended for an update', async () => {
  release.publish();
  open({ busy: () => true, answer: 2 });
  await around.check();
  act('download');
  await around.becomes('ready');
  act('install');
  await expect.poll(() => around.questions.length).toBe(1);
  expect(around.questions[0]?.buttons).toEqual(['Install when I quit', 'Not now']);
  expect(around.isQuitting()).toBe(false);
});

test('a package that is not what its description says is deleted and never installed', async () => {
  const exchanged = Buffer.from(packageBytes);
  exchanged.writeUInt8(exchanged.readUInt8(1000) ^ 1, 1000);
  release.publish({ package: exchanged });
  open({ answer: 0 });
  await around.check();
  act('download');
  expect(await around.becomes('ready', 'refused')).toEqual({
    kind: 'refused',
    message: expect.stringContaining('is damaged or was exchanged'),
  });
  act('install');
  around.quit();
  expect(readFileSync(installed, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  expect(
    existsSync(
      join(around.folder, 'updates', 'download', 'pending', 'Maskwright-1.3.0-x86_64.AppImage'),
    ),
  ).toBe(false);
});

test('a package longer than its description says is left', async () => {
  release.publish({ package: Buffer.concat([packageBytes, Buffer.alloc(100_000)]) });
  open();
  await around.check();
  act('download');
  expect(await around.becomes('ready', 'refused')).toEqual({
    kind: 'refused',
    message: expect.stringContaining(`longer than the ${String(packageBytes.length)} bytes`),
  });
});

test('a download that stands still can be cancelled, ends at once, and can be begun again', async () => {
  release.publish();
  release.answers.set(packagePath, { half: packageBytes });
  open();
  const available = await around.check();
  act('download');
  await expect.poll(() => release.asked).toContain(packagePath);
  act('cancel');
  expect(await around.becomes('available', 'refused')).toEqual(available);
  await expect.poll(() => release.asked).toContain(`left ${packagePath}`);
  release.answers.set(packagePath, packageBytes);
  act('download');
  expect((await around.becomes('ready', 'refused')).kind).toBe('ready');
});

test('a package that is sent on to another origin is refused', async () => {
  const other = await openRelease();
  other.answers.set('/elsewhere', packageBytes);
  release.publish();
  release.answers.set(packagePath, { to: new URL('/elsewhere', other.url).href });
  open();
  await around.check();
  act('download');
  expect(await around.becomes('ready', 'refused')).toEqual({
    kind: 'refused',
    message: expect.stringContaining('points on to'),
  });
  expect(other.asked).toEqual([]);
  await other.close();
});

test('a package that cannot replace itself says where the new version is', async () => {
  release.publish({ file: 'maskwright_1.3.0_amd64.deb' });
  open({ replacesItself: false, ending: '.deb' });
  expect(await around.check()).toMatchObject({
    kind: 'available',
    address: `${release.url}/maskwright_1.3.0_amd64.deb`,
  });
  act('download');
  expect(release.asked).toEqual([`/download/${feedName}`, `/download/${feedName}.sig`]);
});

test('it looks by itself once, says so, and not again the same day', async () => {
  release.publish();
  const first = open({ calmMs: 0 });
  await first.becomes('available');
  expect(first.notes).toEqual(['Maskwright 1.3.0 is available']);
  expect(release.asked).toHaveLength(2);
  first.updates.close();
  open({ calmMs: 0, folder: first.folder });
  await untilAnotherLooked();
  expect(around.told).toEqual([]);
  expect(release.asked).toHaveLength(4);
});

test('it does not look while a run goes on', async () => {
  release.publish();
  open({ calmMs: 0, busy: () => true });
  await untilAnotherLooked();
  expect(around.told).toEqual([]);
  expect(release.asked).toHaveLength(2);
});
