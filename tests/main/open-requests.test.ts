import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createOpenRequests,
  projectFolderOf,
  projectFromArguments,
} from '../../main/open-requests.ts';

let folder: string;
let cells: string;
let roads: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-open-'));
  cells = join(folder, 'cells');
  roads = join(folder, 'roads of Ghent');
  for (const project of [cells, roads]) {
    await mkdir(project);
    await writeFile(join(project, 'project.maskwright'), '{}');
  }
  await mkdir(join(folder, 'empty'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a project is named by its folder or its file, from where the caller stands', () => {
  expect(projectFromArguments([cells], '/')).toBe(cells);
  expect(projectFromArguments(['cells'], folder)).toBe(cells);
  expect(projectFromArguments(['./roads of Ghent/project.maskwright'], folder)).toBe(roads);
  expect(projectFromArguments(['project.maskwright'], cells)).toBe(cells);
  expect(projectFromArguments(['.'], cells)).toBe(cells);
});

test('switches, empty words and folders that are no project are passed over', () => {
  const words = ['--no-sandbox', '', 'dist/desktop', cells, 'empty', 'nothing', '--inspect=0'];
  expect(projectFromArguments(words, folder)).toBe(cells);
  expect(projectFromArguments(['empty', '--x'], folder)).toBeNull();
  expect(projectFromArguments([], folder)).toBeNull();
});

test('of two projects the last counts', () => {
  expect(projectFromArguments([cells, roads], folder)).toBe(roads);
});

test('a file of another name or a folder named like the file is no project', async () => {
  await writeFile(join(folder, 'empty', 'notes.txt'), '');
  await mkdir(join(folder, 'odd', 'project.maskwright'), { recursive: true });
  expect(projectFolderOf(join(folder, 'empty', 'notes.txt'))).toBeNull();
  expect(projectFolderOf(join(folder, 'odd'))).toBeNull();
});

test('what is asked before the page listens waits for it, the last of it', () => {
  const told: string[] = [];
  const requests = createOpenRequests((project) => told.push(project));
  requests.ask(cells);
  requests.ask(roads);
  expect(requests.isListening()).toBe(false);
  expect(requests.begin()).toBe(roads);
  expect(requests.begin()).toBeNull();
  requests.ask(cells);
  expect(told).toEqual([cells]);
});

test('a page that is gone is told nothing until the next one listens', () => {
  const told: string[] = [];
  const requests = createOpenRequests((project) => told.push(project));
  requests.begin();
  requests.gone();
  requests.ask(roads);
  expect(told).toEqual([]);
  expect(requests.begin()).toBe(roads);
});
