import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSmallClone, outcomeOf, type SmallClone } from './small-clone.ts';

let clone: SmallClone;

beforeEach(() => {
  clone = makeSmallClone();
});

afterEach(() => {
  clone.remove();
});

/** A program that answers the bootstrap's question as a Node of these versions would. */
function oldNode(node: string, sqlite: string): Record<string, string> {
  const answer = JSON.stringify({ node, sqlite });
  clone.write('programs/old-node', `#!/bin/sh\necho '${answer}'\n`, 0o755);
  return { MASKWRIGHT_NODE: join(clone.folder, 'programs/old-node') };
}

describe('a command on a fresh clone', () => {
  test('installs once, runs on the project’s own Node, and stdout is the command’s alone', async () => {
    const first = await clone.run(['maskwright', 'doctor', '--json']);
    expect(first.code).toBe(0);
    const { words, node } = JSON.parse(first.stdout) as { words: string[]; node: string };
    expect(words).toEqual(['doctor', '--json']);
    expect(node).toContain(join('node_modules', 'node-'));
    expect(first.stderr).toContain('npm says something');

    const second = await clone.run(['maskwright', 'doctor', '--json']);
    expect(second).toEqual({ code: 0, stdout: first.stdout, stderr: '' });
    expect(clone.calls()).toEqual(['npm ci']);
  });

  test('runs where the person stood, as npm tells it', async () => {
    const elsewhere = join(clone.folder, 'elsewhere');
    mkdirSync(elsewhere);
    const { stdout } = await clone.run(['maskwright', 'doctor'], { INIT_CWD: elsewhere });
    expect(JSON.parse(stdout)).toMatchObject({ folder: realpathSync(elsewhere) });
  });

  test('passes the exit code on', async () => {
    expect(await clone.run(['maskwright', 'fail'])).toMatchObject({ code: 7, stdout: '' });
  });

  test('passes Ctrl+C on, and ends with 130', async () => {
    const child = clone.start(['maskwright', 'wait']);
    const ended = outcomeOf(child);
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: 'waiting\nasked to end\n' });
  });

  test('does not install again what a person installed by hand', async () => {
    await clone.run(['maskwright', 'doctor']);
    clone.write('node_modules/.maskwright/dependencies.json', '{}');
    expect((await clone.run(['maskwright', 'doctor'])).code).toBe(0);
    expect(clone.calls()).toEqual(['npm ci']);
  });

  test('installs anew when the lockfile names another version', async () => {
    await clone.run(['maskwright', 'doctor']);
    clone.write(
      'package-lock.json',
      '{ "packages": { "node_modules/one": { "version": "2.0.0" } } }',
    );
    await clone.run(['maskwright', 'doctor']);
    expect(clone.calls()).toEqual(['npm ci', 'npm ci']);
  });

  test('without a network ends with one sentence', async () => {
    const { code, stdout, stderr } = await clone.run(['maskwright', 'doctor'], { NPM_FAILS: '1' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/could not be installed.*Is this computer connected/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('two terminals', () => {
  test('at once: one installs, the other waits, both run', async () => {
    const both = await Promise.all([
      clone.run(['maskwright', 'doctor']),
      clone.run(['maskwright', 'doctor']),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(clone.calls()).toEqual(['npm ci']);
    expect(readdirSync(join(clone.folder, '.cache'))).toEqual([]);
  });

  test('one that was killed does not hold the other up', async () => {
    const lock = join(clone.folder, '.cache/bootstrap.lock');
    const killed = clone.start(['maskwright', 'doctor']);
    // Killed as soon as it holds the lock: what it prints can arrive after it has finished.
    await expect.poll(() => existsSync(lock), { interval: 2 }).toBe(true);
    // With npm, which would go on installing beside the next one.
    process.kill(-Number(killed.pid), 'SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(lock)).toBe(true);
    expect(await clone.run(['maskwright', 'doctor'])).toMatchObject({ code: 0 });
  });
});

describe('the Node it runs on', () => {
  test.each([
    ['22.23.0', '3.53.4', /needs Node 24\.16\.0 or newer.*is 22\.23\.0.*Unset MASKWRIGHT_NODE/],
    ['24.16.0', '3.51.2', /needs SQLite 3\.51\.3 or newer.*brings 3\.51\.2/],
  ])('Node %s with SQLite %s is refused', async (node, sqlite, sentence) => {
    const { code, stdout, stderr } = await clone.run(
      ['maskwright', 'doctor'],
      oldNode(node, sqlite),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  test('another that is new enough is taken', async () => {
    const { stdout } = await clone.run(['maskwright', 'doctor'], {
      MASKWRIGHT_NODE: process.execPath,
    });
    expect(JSON.parse(stdout)).toMatchObject({ node: process.execPath });
  });

  test('a place where there is none is named', async () => {
    const { code, stderr } = await clone.run(['maskwright', 'doctor'], {
      MASKWRIGHT_NODE: '/nowhere/node',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/nowhere/node');
  });
});

describe('the studio', () => {
  test('opens without the library: one sentence says what to do, and the next start does not wait again', async () => {
    const environment = clone.bare();
    const first = await clone.run(['start', '--no-open'], environment);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ words: ['serve', '--no-open'] });
    expect(first.stderr).toMatch(
      /Without the TensorFlow library training is slow; everything else works\. .* with pip or uv.*\n/,
    );
    expect(first.stderr).not.toMatch(/^\s+at /m);

    const second = await clone.run(['start', '--no-open'], environment);
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(
      /training is slow.*“npm run maskwright -- runtime install” tries again/,
    );
  });

  test('builds its page once, and again when the page’s source changes', async () => {
    const environment = clone.bare();
    await clone.run(['start'], environment);
    await clone.run(['start'], environment);
    expect(clone.calls()).toEqual(['npm ci', 'vite']);
    clone.write('app/mask/new.ts', '');
    await clone.run(['start'], environment);
    expect(clone.calls()).toEqual(['npm ci', 'vite', 'vite']);
    expect(readdirSync(join(clone.folder, 'dist')).sort()).toEqual(['renderer', 'renderer.json']);
  });

  test('a page that does not build is a sentence, and leaves no half of one', async () => {
    const { code, stdout, stderr } = await clone.run(['start'], {
      ...clone.bare(),
      VITE_FAILS: '1',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('The page could not be built');
    expect(existsSync(join(clone.folder, 'dist/renderer'))).toBe(false);
  });
});

test('an unknown measurement is answered with those there are', async () => {
  clone.write('tests/bench/masks.ts', '');
  clone.write('tests/bench/import.ts', '');
  const { code, stderr } = await clone.run(['bench', 'nothing']);
  expect({ code, said: stderr.includes('import, masks') }).toEqual({ code: 2, said: true });
  expect(clone.calls()).toEqual([]);
});
