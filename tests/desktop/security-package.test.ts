import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { readFuses } from '../../resources/tools/packaging/fuses.ts';
import { openDisplay, type Display } from './display.ts';
import { makeSmallPackage, type SmallPackage } from './small-package.ts';

let display: Display;
let home: string;
let shipped: SmallPackage;
let forTests: SmallPackage;

beforeAll(async () => {
  display = await openDisplay();
  home = await mkdtemp(join(tmpdir(), 'maskwright-switches-'));
  [shipped, forTests] = await Promise.all([
    makeSmallPackage('maskwright'),
    makeSmallPackage('maskwright-test'),
  ]);
});

afterAll(async () => {
  await Promise.all([shipped.remove(), forTests.remove(), display.close()]);
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
});

interface Outcome {
  readonly code: number | null;
  readonly said: string;
}

/** Starts it, and ends it where it goes on living; its code is then null. */
async function start(file: string, words: readonly string[]): Promise<Outcome> {
  const environment = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    MASKWRIGHT_CONFIG: join(home, 'maskwright'),
    DISPLAY: display.name,
  };
  const program = spawn(file, ['--no-sandbox', ...words], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(program, 'exit');
  const timer = setTimeout(() => program.kill('SIGKILL'), 3_000);
  const [code] = (await ended) as [number | null];
  clearTimeout(timer);
  return { code, said };
}

describe('an installed app', () => {
  test.each([
    'remote-debugging-port=0',
    'remote-debugging-pipe',
    'inspect=0',
    'disable-web-security',
    'js-flags=--expose-gc',
    'renderer-cmd-prefix=/bin/false',
    'allow-file-access-from-files',
  ])('does not start with --%s', async (word) => {
    const { code, said } = await start(shipped.file, [`--${word}`]);
    expect(code).toBe(1);
    expect(said).toContain(`does not start with --${word.split('=')[0] ?? ''}:`);
    expect(said).not.toContain('DevTools listening');
  });

  test('starts without them', async () => {
    const { code, said } = await start(shipped.file, ['a-file', '--', '--inspect']);
    expect(code).toBe(null);
    expect(said).not.toContain('does not start with');
  });

  test('packed for tests starts with what steers it, and says so', async () => {
    const { code, said } = await start(forTests.file, ['--remote-debugging-port=0']);
    expect(code).toBe(null);
    expect(said).toContain('DevTools listening');
    expect(said).not.toContain('does not start with');
  });
});

/** Item 19 of Electron's checklist: the fuses, as they are wanted. */
const wanted = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

describe('19. fuses', () => {
  test('electron-builder.yml burns in each one as it is wanted', async () => {
    const text = await readFile(
      join(import.meta.dirname, '..', '..', 'electron-builder.yml'),
      'utf8',
    );
    const [, block = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(text) ?? [];
    const set = [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [
      name,
      value === 'true',
    ]);
    expect(Object.fromEntries(set)).toEqual(wanted);
  });

  test('an Electron before 12 has no wire of fuses, and every later one has each of them', async () => {
    const { version } = electronAtHand();
    const fuses = await readFuses(shipped.file);
    if (Number.parseInt(version, 10) < 12) {
      expect(fuses, 'this Electron has no fuse wire').toBe(null);
      return;
    }
    const names = Object.keys(wanted).map((name) => name.charAt(0).toUpperCase() + name.slice(1));
    expect(Object.keys(fuses ?? {})).toEqual(expect.arrayContaining(names));
  });
});
