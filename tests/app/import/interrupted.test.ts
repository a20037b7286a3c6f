import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectImages } from '../../../app/store/images.ts';
import { openStore, type Store } from '../../../app/store/open.ts';
import { scratchFolder } from '../formats/scratch.ts';
import { cocoOrder } from './order.ts';
import {
  contentOf,
  emptyProject,
  exportFrom,
  importInto,
  makePictures,
  smallSource,
} from './project.ts';

/** A few hundred pictures and tens of thousands of objects: long enough to be interrupted anywhere. */
async function largeSource(): Promise<{ annotations: string; images: string }> {
  const images = scratchFolder();
  const names = Array.from({ length: 60 }, (_, k) => `${k}.png`);
  await makePictures(images, Object.fromEntries(names.map((name) => [name, [64, 64] as const])));
  const annotations = join(images, 'large.json');
  const segmentation = [Array.from({ length: 60 }, (_, k) => (k * 7) % 64)];
  writeFileSync(
    annotations,
    JSON.stringify({
      images: names.map((file_name, k) => ({ id: k + 1, file_name, width: 64, height: 64 })),
      annotations: Array.from({ length: 12_000 }, (_, k) => ({
        id: k + 1,
        image_id: (k % 60) + 1,
        category_id: 1,
        iscrowd: 0,
        segmentation,
      })),
      categories: [{ id: 1, name: 'cat' }],
    }),
  );
  return { annotations, images };
}

/** What lies in a folder of the project, which need not be there. */
function leftOf(store: Store, part: string): string[] {
  const folder = join(store.folder, part);
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
}

function countsOf(store: Store): { images: number; annotations: number } {
  const images = selectImages(store.sql, 'true');
  const annotations = images.reduce((sum, image) => sum + image.annotations, 0);
  return { images: images.length, annotations };
}

const whole = { images: 60, annotations: 12_000 };

test('cancelled anywhere, an import leaves nothing', async () => {
  const source = await largeSource();
  const store = emptyProject();
  for (const at of [0, 20, 41, 66, 80, 94]) {
    const abort = new AbortController();
    const importing = importInto(store, cocoOrder(source, { copy: true }), {
      signal: abort.signal,
      progress({ done = 0 }) {
        if (done >= at) abort.abort(new Error('cancelled by the test'));
      },
    });
    await expect(importing).rejects.toThrow();
    expect(contentOf(store)).toEqual({ images: [], categories: [], sources: [] });
    expect(leftOf(store, 'pictures')).toEqual([]);
    expect(leftOf(store, 'sources')).toEqual([]);
  }
  expect(await importInto(store, cocoOrder(source))).toMatchObject(whole);
});

test('killed anywhere, an import is there as a whole or not at all', async () => {
  const source = await largeSource();
  const outcomes = new Set<number>();
  for (let round = 0; round < 8; round++) {
    const folder = join(scratchFolder(), 'project');
    const script = new URL('./slow-import.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, folder, source.annotations, source.images], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      // From the first moment to the very end of the work.
      if (line === 'done' || (line !== 'open' && Number(line) >= round * 13)) break;
    }
    await new Promise((resolve) => setTimeout(resolve, (round * 13) % 40));
    child.kill('SIGKILL');
    await ended;

    const store = openStore(folder, { log: () => undefined });
    const counts = countsOf(store);
    outcomes.add(counts.images);
    expect([{ images: 0, annotations: 0 }, whole]).toContainEqual(counts);
    expect(leftOf(store, '.').filter((name) => name.includes('.part'))).toEqual([]);
    expect(await importInto(store, cocoOrder(source))).toMatchObject({ skipped: [] });
    expect(countsOf(store)).toEqual(whole);
    await store.close();
  }
  expect(outcomes.has(0)).toBe(true);
}, 240_000);

// A device of Linux on which every write finds the disk full.
test.runIf(process.platform === 'linux')(
  'a full disk stops an import and changes nothing',
  async () => {
    const store = emptyProject();
    await importInto(store, cocoOrder(await smallSource()));
    const before = contentOf(store);
    symlinkSync('/dev/full', join(store.folder, 'sources', '2.jsonl.part'));
    const importing = importInto(store, cocoOrder(await smallSource()));
    await expect(importing).rejects.toMatchObject({ code: 'disk-full' });
    expect(contentOf(store)).toEqual(before);
    expect(readdirSync(join(store.folder, 'sources'))).toEqual(['1.jsonl']);
  },
);

test.runIf(process.platform === 'linux')(
  'a full disk stops an export and keeps what stood there',
  async () => {
    const store = emptyProject();
    await importInto(store, cocoOrder(await smallSource()));
    const folder = scratchFolder();
    const out = join(folder, 'out.json');
    writeFileSync(out, 'precious');
    symlinkSync('/dev/full', `${out}.part`);
    const exporting = exportFrom(store, { kind: 'export-coco', out });
    await expect(exporting).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(folder)).toEqual(['out.json']);
  },
);

test('two imports at once are refused, an import beside an export is not', async () => {
  const store = emptyProject();
  const source = await smallSource();
  const first = importInto(store, cocoOrder(source));
  await expect(importInto(store, cocoOrder(source))).rejects.toMatchObject({ code: 'busy' });
  await first;
  const out = join(source.folder, 'out.json');
  const [exported] = await Promise.all([
    exportFrom(store, { kind: 'export-coco', out }),
    importInto(store, cocoOrder(source)),
  ]);
  expect(exported.annotations).toBe(4);
});
