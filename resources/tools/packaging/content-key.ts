import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { placedBinding } from '../../../app/runtime/places.ts';
import { root } from '../checks/step.ts';
import { filesBelow } from './link-tree.ts';
import { nameOf, type Platform } from './platforms.ts';

const folders = ['app', 'resources/runtime', 'resources/tools/packaging'];

/** Another key where anything that is staged has changed: our own files by content, packages by the lockfile. */
export async function contentKey(platform: Platform): Promise<string> {
  const hash = createHash('sha256').update(nameOf(platform));
  const single = ['package.json', 'package-lock.json', 'LICENSE'];
  const paths = [...single];
  for (const folder of folders) {
    const files = await filesBelow(join(root, folder));
    paths.push(...files.map((file) => `${folder}/${file}`));
  }
  for (const path of paths) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  const binding = statSync(placedBinding(), { throwIfNoEntry: false });
  hash.update(`${String(binding?.size)} ${String(binding?.mtimeMs)}`);
  return hash.digest('hex');
}
