import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageKind } from '../../main/updates/package-kind.ts';
import { compareVersions, isVersion } from '../../main/updates/versions.ts';

const nowhere = { environment: {}, resources: '/nonexistent', beside: [] };

test('only an AppImage and what NSIS installed replace themselves', () => {
  const appImage = { ...nowhere, environment: { APPIMAGE: '/opt/Maskwright.AppImage' } };
  expect(packageKind({ ...appImage, platform: 'linux' })).toEqual({
    ending: '.AppImage',
    replacesItself: true,
  });
  const beside = ['Maskwright.exe', 'Uninstall Maskwright.exe'];
  expect(packageKind({ ...nowhere, beside, platform: 'win32' }).replacesItself).toBe(true);
  expect(packageKind({ ...nowhere, platform: 'win32' }).replacesItself).toBe(false);
  expect(packageKind({ ...nowhere, platform: 'darwin' }).replacesItself).toBe(false);
  expect(packageKind({ ...nowhere, platform: 'linux' })).toEqual({
    ending: null,
    replacesItself: false,
  });
});

test('a .deb is known by the note that electron-builder leaves', () => {
  const resources = mkdtempSync(join(tmpdir(), 'resources-'));
  writeFileSync(join(resources, 'package-type'), 'deb\n');
  expect(packageKind({ ...nowhere, resources, platform: 'linux' })).toEqual({
    ending: '.deb',
    replacesItself: false,
  });
  rmSync(resources, { recursive: true });
});

test('versions stand in the order that semver 2 gives', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.10',
    '1.2.0',
    '10.0.0',
  ];
  for (const [index, version] of ordered.entries()) {
    for (const [other, second] of ordered.entries()) {
      expect(Math.sign(compareVersions(version, second)), `${version} ${second}`).toBe(
        Math.sign(index - other),
      );
    }
  }
  expect(compareVersions('1.0.0+one', '1.0.0+two')).toBe(0);
  expect(['1.0', 'v1.0.0', '1.0.0-', '1.0.0 ', '', '1'.repeat(200)].map(isVersion)).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});
