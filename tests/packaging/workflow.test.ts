import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}.github/workflows/`;
const files = readdirSync(folder).map(
  (name) => [name, readFileSync(folder + name, 'utf8')] as const,
);
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test('there is one for a release', () => {
  expect(files.map(([name]) => name)).toContain('release.yml');
});

test.each(files)('%s says that it was not run', (_name, text) => {
  expect(text.split('\n', 1)[0]).toMatch(/^# Not run where the project is built/);
});

test.each(files)('%s is YAML', async (_name, text) => {
  // Throws with line and column at the first thing that is not.
  await expect(format(text, { parser: 'yaml' })).resolves.toContain('jobs:');
  await expect(format(`${text}\n  - [`, { parser: 'yaml' })).rejects.toThrow();
});

test.each(files)('%s calls npm scripts that exist', (_name, text) => {
  const called = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start))\b/g)].map(
    ([, run, own]) => run ?? own ?? '',
  );
  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(files)(
  '%s takes every action by a full commit, with the version beside it',
  (_n, text) => {
    const uses = text.split('\n').filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  },
);

test.each(files)('%s asks for no more than reading, and keeps no credentials', (_name, text) => {
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  expect(text).not.toMatch(/: write\b|pull_request_target/);
  const checkouts = text.match(/actions\/checkout@/g) ?? [];
  expect(text.match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts.length);
});
