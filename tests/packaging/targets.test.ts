import { describe, expect, test } from 'vitest';
import { controlText, readFpmWords } from '../../resources/tools/packaging/fpm-words.ts';
import { nameOf } from '../../resources/tools/packaging/platforms.ts';
import { targetsOf, type Tools } from '../../resources/tools/packaging/targets.ts';

const everything: Tools = { sevenZip: '/usr/bin/7za', hasDpkg: true, canFetchTools: true };

function madeOn(tools: Tools): readonly string[] {
  return targetsOf(tools)
    .filter(({ leftOut }) => leftOut === null)
    .map(({ name, platform }) => `${nameOf(platform)} ${name}`);
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('on Linux', () => {
  test('what electron-builder must fetch tools for is not even tried where it cannot', () => {
    expect(madeOn({ ...everything, canFetchTools: false })).toEqual([
      'linux-x64 dir',
      'linux-x64 tar.gz',
      'linux-x64 deb',
      'win32-x64 dir',
      'win32-x64 zip',
    ]);
  });

  test('where it can, the installers are made too', () => {
    expect(madeOn(everything)).toEqual(
      expect.arrayContaining(['linux-x64 AppImage', 'win32-x64 nsis', 'win32-x64 msi']),
    );
  });

  test('without 7za and dpkg-deb the directories are left', () => {
    const bare = { sevenZip: null, hasDpkg: false, canFetchTools: false };
    expect(madeOn(bare)).toEqual(['linux-x64 dir', 'win32-x64 dir']);
  });
});

test('whatever is left out has a reason of one sentence', () => {
  const left = targetsOf({ sevenZip: null, hasDpkg: false, canFetchTools: false }).flatMap(
    ({ leftOut }) => leftOut ?? [],
  );
  expect(left.length).toBeGreaterThan(0);
  for (const reason of left) {
    expect(reason).toMatch(/^[^.!]{20,200}(\.gz)?[^.!]*$/);
  }
});

test('the words of fpm become the control file of a package', () => {
  const given = readFpmWords([
    ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'libgtk-3-0'],
    ...['--deb-recommends', 'tray', '--architecture', 'amd64', '--name', 'maskwright'],
    ...['--description', 'In short\n At length.\n\n More.', '--version=0.1.0'],
    ...['--maintainer', 'Somebody <a@b.example>', '/made/=/opt/Maskwright', 'x.png=/usr/x.png'],
  ]);
  expect(given.places).toEqual([
    { from: '/made/', to: '/opt/Maskwright' },
    { from: 'x.png', to: '/usr/x.png' },
  ]);
  expect(controlText(given, 12)).toBe(
    [
      'Package: maskwright',
      'Version: 0.1.0',
      'Architecture: amd64',
      'Maintainer: Somebody <a@b.example>',
      'Installed-Size: 12',
      'Depends: libnss3, libgtk-3-0',
      'Recommends: tray',
      'Description: In short',
      ' At length.',
      ' .',
      ' More.',
      '',
    ].join('\n'),
  );
});
