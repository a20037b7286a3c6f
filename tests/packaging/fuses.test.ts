import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { readFuses } from '../../resources/tools/packaging/fuses.ts';

/** As Electron's own sources put it before the wire: https://github.com/electron/fuses. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

test('the wire of an executable is read fuse by fuse', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-fuses-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'electron');
  // Version 1, eight fuses long.
  const wire = Buffer.concat([Buffer.from([1, 8]), Buffer.from('0100110r')]);
  writeFileSync(file, Buffer.concat([Buffer.alloc(64), Buffer.from(sentinel), wire]));
  expect(await readFuses(file)).toEqual({
    RunAsNode: 'off',
    EnableCookieEncryption: 'on',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    EnableEmbeddedAsarIntegrityValidation: 'on',
    OnlyLoadAppFromAsar: 'on',
    LoadBrowserProcessSpecificV8Snapshot: 'off',
    GrantFileProtocolExtraPrivileges: 'absent',
  });
});

test('the Electron at hand has fuses from version 12 on', async () => {
  const { file, version } = electronAtHand();
  const fuses = await readFuses(file);
  expect(fuses === null).toBe(Number.parseInt(version, 10) < 12);
});
