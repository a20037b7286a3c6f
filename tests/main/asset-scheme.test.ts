import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAnswerer } from '../../main/asset-scheme.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-asset-scheme-'));
  await writeFile(join(folder, 'picture.jpg'), Buffer.alloc(200_000, 7));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A picture of which the page has read the first part. */
async function halfRead(resetTurn: boolean): Promise<Readable> {
  const path = join(folder, 'picture.jpg');
  const answer = createAnswerer({
    page: folder,
    asset: () => Promise.resolve({ kind: 'file', path, type: 'image/jpeg', resetTurn }),
  });
  const { status, body } = await answer({ method: 'GET', url: '/image/1', path: '/image/1' });
  expect(status).toBe(200);
  if (!(body instanceof Readable)) throw new Error('The picture came whole.');
  await new Promise((resolve) => body.once('readable', resolve));
  return body;
}

it.each([false, true])(
  'a picture whose page died while it was read takes nothing with it (turned upright: %s)',
  async (resetTurn) => {
    const body = await halfRead(resetTurn);
    // As Electron leaves it: nobody listens, and the file is closed under the read.
    body.destroy(new Error('EBADF: bad file descriptor, read'));
    await nextTurn();
    expect(body.destroyed).toBe(true);
  },
);
