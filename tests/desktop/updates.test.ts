import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleMain } from '../../resources/tools/desktop/bundle-main.ts';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { openRelease, packageBytes, type Release } from '../main/updates-release.ts';
import { openDisplay } from './display.ts';

/** Checks and downloads with the very bundle that is shipped, through Electron's own network, and prints what came of it. */
const program = `
const { app } = require('electron');
app.on('window-all-closed', () => {});
app.whenReady().then(async () => {
  let remembered = { newest: null };
  try {
    const { openUpdater } = require('./updates.cjs');
    const updater = openUpdater({
      feed: JSON.parse(process.env.FEED),
      version: '1.2.0',
      kind: { ending: '.AppImage', replacesItself: true },
      memory: { read: () => remembered, change: (part) => Object.assign(remembered, part) },
      folder: require('path').join(__dirname, 'state'),
      resources: __dirname,
      log: () => {},
      quit: () => {},
      onQuit: () => {},
      open: null,
    });
    const found = await updater.check();
    await updater.download(() => {});
    console.log('OUTCOME ' + JSON.stringify({ taken: found.version }));
  } catch (error) {
    console.log('OUTCOME ' + JSON.stringify({ refused: error.code || error.message }));
  }
  app.exit(0);
});
`;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'updates-electron-'));
  await bundleMain(join(import.meta.dirname, '../../main'), folder);
  writeFileSync(join(folder, 'program.cjs'), program);
  writeFileSync(join(folder, 'package.json'), '{ "name": "updates", "main": "program.cjs" }\n');
  writeFileSync(join(folder, 'Maskwright.AppImage'), '');
  chmodSync(join(folder, 'Maskwright.AppImage'), 0o755);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What Electron says of a release, spoilt or not. */
async function outcome(spoil: (release: Release) => void): Promise<unknown> {
  rmSync(join(folder, 'state'), { recursive: true, force: true });
  const release = await openRelease();
  const display = await openDisplay();
  try {
    release.publish();
    spoil(release);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const { stdout } = await promisify(execFile)(
      electronAtHand().file,
      [...sandbox, `--user-data-dir=${join(folder, 'person')}`, folder],
      {
        timeout: 40_000,
        env: {
          ...process.env,
          DISPLAY: display.name,
          APPIMAGE: join(folder, 'Maskwright.AppImage'),
          FEED: JSON.stringify({ url: release.url, key: release.key }),
        },
      },
    );
    const line = stdout.split('\n').find((each) => each.startsWith('OUTCOME ')) ?? stdout;
    return JSON.parse(line.replace('OUTCOME ', ''));
  } finally {
    await display.close();
    await release.close();
  }
}

const packagePath = '/download/Maskwright-1.3.0-x86_64.AppImage';

test('Electron takes a good update and keeps the package whole', async () => {
  expect(await outcome(() => undefined)).toEqual({ taken: '1.3.0' });
  const kept = join(folder, 'state', 'download', 'pending', 'Maskwright-1.3.0-x86_64.AppImage');
  expect(readFileSync(kept)).toEqual(packageBytes);
});

test('Electron refuses what was forged, exchanged, sent on or made longer', async () => {
  const refused = (why: string): unknown => ({ refused: expect.stringContaining(why) });
  const forged = await outcome((release) => {
    release.publish({ text: (feed) => feed.replace('1.3.0', '1.3.1') });
  });
  expect(forged).toEqual(refused('is not signed with the key'));
  const exchanged = await outcome((release) => {
    release.answers.set(packagePath, Buffer.alloc(packageBytes.length));
  });
  expect(exchanged).toEqual(refused('ERR_CHECKSUM_MISMATCH'));
  const sentOn = await outcome((release) => {
    release.answers.set(packagePath, { to: 'http://localhost:1/elsewhere' });
  });
  expect(sentOn).toEqual(refused('points on to'));
  const longer = await outcome((release) => {
    release.answers.set(packagePath, Buffer.alloc(packageBytes.length * 4));
  });
  expect(longer).toEqual(refused('is longer than the'));
  expect(
    existsSync(join(folder, 'state', 'download', 'pending', 'Maskwright-1.3.0-x86_64.AppImage')),
  ).toBe(false);
});
