import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', '..', 'main');

/** Every file of Electron's main process as it is written. */
export async function sourcesOfMain(): Promise<readonly { name: string; text: string }[]> {
  const names = await readdir(main, { recursive: true });
  return Promise.all(
    names
      .filter((name) => name.endsWith('.ts'))
      .map(async (name) => ({ name, text: await readFile(join(main, name), 'utf8') })),
  );
}
