import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { installLibrary } from '../../../app/runtime/install-library.ts';
import { loadedMembers, readManifest } from '../../../app/runtime/manifest.ts';
import {
  bindingName,
  libraryFolder,
  libraryName,
  placedBinding,
} from '../../../app/runtime/places.ts';
import { root } from '../checks/step.ts';
import { fetchPackage } from './fetch-package.ts';
import { isKept } from './kept.ts';
import { filesBelow, linkFile } from './link-tree.ts';
import { lockedPackage, productionPackages } from './lockfile.ts';
import { nameOf, platformNamed, shippedNode, stagingName, type Platform } from './platforms.ts';
import { reachedFiles } from './reached.ts';
import { compileForWindows, hasWindowsCompiler } from './windows-binding.ts';
import { contentKey } from './content-key.ts';

/** What `app/` reads beside itself while it runs. */
const texts = ['LICENSE', 'resources/runtime', 'resources/licences'];

/**
 * Lays out everything that the project's own Node runs in an installed app: `dist/staging/<system>-<arch>/studio`. Resolves to
 * that folder; quick when nothing changed. Whole or not at all.
 */
export async function stageStudio(platform: Platform): Promise<string> {
  const target = join(root, 'dist', 'staging', stagingName(platform));
  const stamp = join(target, 'content.json');
  const key = await contentKey(platform);
  if ((await readFile(stamp, 'utf8').catch(() => null)) === key) {
    return join(target, 'studio');
  }
  const beside = join(dirname(target), `.${stagingName(platform)}-${String(process.pid)}`);
  try {
    const studio = join(beside, 'studio');
    await mkdir(studio, { recursive: true });
    await placeSources(studio);
    await placePackages(studio, platform);
    await placeNode(studio, platform);
    await placeLibrary(studio, platform);
    await writeFile(join(beside, 'content.json'), key);
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return join(target, 'studio');
}

/** Copied, since an editor may write to them in place. */
async function placeSources(studio: string): Promise<void> {
  await cp(join(root, 'app'), join(studio, 'app'), {
    recursive: true,
    filter: (path) => !path.endsWith('tsconfig.json'),
  });
  for (const path of texts.filter((text) => existsSync(join(root, text)))) {
    await cp(join(root, path), join(studio, path), { recursive: true });
  }
  const { name, version, license } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  const identity = { name, version, license, private: true, type: 'module' };
  await writeFile(join(studio, 'package.json'), `${JSON.stringify(identity, null, 2)}\n`);
}

async function placePackages(studio: string, platform: Platform): Promise<void> {
  const reached = await reachedFiles();
  for (const locked of productionPackages(platform)) {
    const installed = join(root, locked.path);
    const source = existsSync(installed) ? installed : await fetchPackage(locked);
    // Packages inside it are staged by themselves.
    for (const inside of await filesBelow(source, (name) => name === 'node_modules')) {
      if (isKept(`${locked.path}/${inside}`, inside, { reached, platform })) {
        await linkFile(join(source, inside), join(studio, locked.path, inside));
      }
    }
  }
}

async function placeNode(studio: string, platform: Platform): Promise<void> {
  const locked = lockedPackage(platform.node);
  const installed = join(root, locked.path);
  const source = existsSync(installed) ? installed : await fetchPackage(locked);
  await linkFile(join(source, platform.nodeFile), join(studio, shippedNode(platform)));
  await linkFile(licenceOfNode(source), join(studio, 'node', 'LICENSE'));
}

/** The package for Windows brings none; it is one text for all. */
function licenceOfNode(source: string): string {
  const here = platformNamed(`${process.platform}-${process.arch}`);
  const folders = [source, join(root, 'node_modules', here.node)];
  const found = folders.map((folder) => join(folder, 'LICENSE')).find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error("Node's licence has to travel with it, and its package here holds none.");
  }
  return found;
}

/** The library as the cache has it, and the binding where tfjs looks for it. */
async function placeLibrary(studio: string, platform: Platform): Promise<void> {
  const manifest = readManifest();
  const library =
    manifest.libraries.find((one) => one.build === 'cpu' && one.platform === nameOf(platform)) ??
    null;
  const isCrossCompiled = platform.system === 'win32' && process.platform === 'linux';
  if (library === null || (isCrossCompiled && !(await hasWindowsCompiler()))) {
    return;
  }
  const from = libraryFolder(manifest, library);
  if (isCrossCompiled && !existsSync(from)) {
    const { signal } = new AbortController();
    await installLibrary(manifest, library, { signal, onProgress: () => undefined });
  }
  if (!existsSync(from) || !existsSync(placedBinding())) {
    throw new Error(
      'The TensorFlow library or its binding is not on this computer, and a package carries both. Run “npm run maskwright -- runtime install”, then try again.',
    );
  }
  const to = join(studio, 'runtime', libraryName(manifest, library));
  for (const { path } of loadedMembers(library)) {
    await linkFile(join(from, path), join(to, path));
  }
  const folder = relative(root, dirname(placedBinding()));
  const binding = join(studio, folder, bindingName);
  if (isCrossCompiled) {
    const dll = join(to, loadedMembers(library)[0]?.path ?? '');
    await compileForWindows({ library: dll, headers: from, binding });
  } else {
    await linkFile(placedBinding(), binding);
  }
}
