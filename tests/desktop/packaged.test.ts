import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { cacheFolder } from '../../app/runtime/cache-folder.ts';
import { filesBelow, linkFile } from '../../resources/tools/packaging/link-tree.ts';
import { packagedApp } from '../../resources/tools/packaging/packaged-app.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { familyOf, type RunningProcess } from './processes.ts';
import { declareJourney } from './steps.ts';

const clone = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let packaged: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-packaged-'));
  packaged = await movedAway(await packagedApp());
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

declareJourney({
  open: (home) => launchDesktop({ home, packaged, environment: emptied() }),
  whileTraining,
});

/** Inside the clone Node would find what the package lacks in the clone's own node_modules. */
async function movedAway(file: string): Promise<string> {
  const from = dirname(file);
  for (const path of await filesBelow(from)) {
    await linkFile(join(from, path), join(folder, path));
  }
  return join(folder, basename(file));
}

/** Nothing of this environment says where the clone and its caches are. */
function emptied(): Readonly<Record<string, string>> {
  const kept = ['HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'DISPLAY', 'LANG'];
  const names = [...Object.keys(process.env), 'MASKWRIGHT_CACHE', 'MASKWRIGHT_NODE'];
  const others = names.filter((name) => !kept.includes(name));
  const empty: Record<string, string> = Object.fromEntries(others.map((name) => [name, '']));
  return { ...empty, PATH: '/usr/bin:/bin' };
}

async function whileTraining({ app }: Desktop): Promise<void> {
  const studioFolder = join(folder, 'resources', 'studio');
  const node = join(studioFolder, 'node', 'bin', 'node');
  await expect
    .poll(async () => engine(await family())?.loaded)
    .toContainEqual(expect.stringContaining(join(studioFolder, 'runtime')));

  const all = await family();
  const ours = all.filter(({ loaded }) => loaded.includes(node));
  expect(ours.map(({ words }) => words[1]?.replace(studioFolder, ''))).toEqual([
    '/app/entry/studio-process.ts',
    '/app/entry/engine-process.ts',
  ]);
  const learned = engine(all)?.loaded.filter((path) => path.endsWith('.node')) ?? [];
  expect(learned).toContainEqual(expect.stringContaining(join(studioFolder, 'node_modules')));
  const foreign = all
    .flatMap(({ loaded }) => loaded)
    .filter((path) => path.startsWith(clone) || path.startsWith(cacheFolder()));
  expect(foreign).toEqual([]);

  function family(): Promise<readonly RunningProcess[]> {
    return familyOf(app.process().pid ?? 0);
  }
}

function engine(family: readonly RunningProcess[]): RunningProcess | undefined {
  return family.find(({ words }) => words[1]?.endsWith('engine-process.ts') === true);
}
