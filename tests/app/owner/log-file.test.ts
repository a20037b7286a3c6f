import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLogFile } from '../../../app/owner/log-file.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'maskwright-log-'));
  onTestFinished(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}

test('each line has its time, and a story of several lines one for each', () => {
  const path = join(folder(), 'logs', 'studio.log');
  const log = openLogFile(path);
  log.add('The studio is back.');
  log.add('Error: no\n    at once');
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ''))).toEqual([
    'The studio is back.',
    'Error: no',
    '    at once',
    '',
  ]);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z The/);
});

test('two files of a bounded size are kept: the newest lines and those before', () => {
  const place = folder();
  const path = join(place, 'studio.log');
  const log = openLogFile(path, 2_000);
  for (let number = 0; number < 500; number++) {
    log.add(`line ${String(number)}`);
  }
  expect(readdirSync(place).sort()).toEqual(['studio.log', 'studio.log.1']);
  for (const name of readdirSync(place)) {
    expect(statSync(join(place, name)).size).toBeLessThanOrEqual(2_000);
  }
  const numbers = ['studio.log.1', 'studio.log'].flatMap((name) =>
    [...readFileSync(join(place, name), 'utf8').matchAll(/line (\d+)/g)].map((hit) =>
      Number(hit[1]),
    ),
  );
  expect(numbers.at(-1)).toBe(499);
  expect(numbers).toEqual(numbers.map((_, at) => 500 - numbers.length + at));
});

test('a folder that cannot be made costs the line and nothing else', () => {
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  expect(() => {
    openLogFile(join(file, 'logs', 'studio.log')).add('lost');
  }).not.toThrow();
});
