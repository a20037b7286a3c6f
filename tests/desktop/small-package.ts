import {
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';

export interface SmallPackage {
  readonly file: string;
  remove(): Promise<void>;
}

/**
 * The app as Electron takes it for packaged: an executable of another name with the app in its resources. Without the
 * studio and the library, which are large and not asked for where it ends before it begins.
 */
export async function makeSmallPackage(name: string): Promise<SmallPackage> {
  const { file: electron, appFolder } = electronAtHand();
  const release = dirname(electron);
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-package-'));
  for (const entry of await readdir(release)) {
    if (entry !== basename(electron) && entry !== 'resources') {
      await symlink(join(release, entry), join(folder, entry));
    }
  }
  // Chromium looks for its files beside the executable as the system knows it: a link would lead it away.
  const file = join(folder, name);
  await link(electron, file).catch(() => cp(electron, file));
  const app = join(folder, 'resources', 'app');
  await mkdir(dirname(app), { recursive: true });
  await cp(appFolder, app, { recursive: true });
  const described = JSON.parse(await readFile(join(app, 'package.json'), 'utf8')) as object;
  await writeFile(join(app, 'package.json'), JSON.stringify({ ...described, name }));
  return { file, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
