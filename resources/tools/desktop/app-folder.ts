import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../checks/step.ts';
import { bundleMain } from './bundle-main.ts';

/** The app folder with the page that is shipped, and the one with the page lowered for the test Electron. */
export const variants = {
  modern: { page: 'dist/renderer', folder: 'dist/desktop' },
  legacy: { page: 'dist/renderer-83', folder: 'dist/desktop-83' },
} as const;

export type Variant = keyof typeof variants;

interface ProjectPackage {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly homepage?: string;
}

/** Builds the folder that Electron starts: main, preload, page and a package.json. Whole or not at all: a window may be open from it. */
export async function buildAppFolder(variant: Variant): Promise<void> {
  const page = join(root, variants[variant].page);
  const target = join(root, variants[variant].folder);
  if (!existsSync(join(page, 'index.html'))) {
    throw new Error(`The page is not built: ${page} holds no index.html.`);
  }
  const beside = join(root, 'dist', `.desktop-${String(process.pid)}`);
  try {
    await mkdir(beside, { recursive: true });
    await bundleMain(join(root, 'main'), beside);
    await cp(page, join(beside, 'page'), { recursive: true });
    // The full size took main 40 ms of every start to decode (on Linux); nothing shows a window's icon larger than this.
    const icon = join(root, 'resources', 'icons', 'linux', '256x256.png');
    if (existsSync(icon)) {
      await cp(icon, join(beside, 'icon.png'));
    }
    await writeFile(join(beside, 'package.json'), `${await packageText()}\n`);
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Without "type": main and preload are CommonJS, on every Node that an Electron brings. */
async function packageText(): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const { version, description, license, homepage } = JSON.parse(text) as ProjectPackage;
  const identity = {
    name: 'maskwright',
    productName: 'Maskwright',
    version,
    description,
    license,
    author: 'The Maskwright Authors',
    homepage,
    main: 'main.cjs',
    ...updatesField(process.env),
  };
  return JSON.stringify(identity, null, 2);
}

/** Where a release looks for newer ones, and whose signature it believes; without both the app never asks. */
function updatesField(environment: NodeJS.ProcessEnv): object {
  const { MASKWRIGHT_UPDATE_URL: url = '', MASKWRIGHT_UPDATE_KEY: key = '' } = environment;
  if ((url === '') !== (key === '')) {
    throw new Error(
      'MASKWRIGHT_UPDATE_URL and MASKWRIGHT_UPDATE_KEY belong together: set both, or neither for an app without updates.',
    );
  }
  return url === '' ? {} : { updates: { url, key } };
}
