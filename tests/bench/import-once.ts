import { join } from 'node:path';
import { countCategories } from '../../app/store/categories.ts';
import { countImages, listImages } from '../../app/store/images.ts';
import { createStore } from '../../app/store/open.ts';
import { runTransfer } from '../../app/studio/transfer/transfer-host.ts';

/** One import in a process of its own, for its peak memory. */
export type ImportBenchOrder =
  | {
      readonly kind: 'import';
      readonly file: string;
      readonly categories: string;
      readonly folder: string;
    }
  | {
      readonly kind: 'prepare';
      readonly file: string;
      readonly images: string;
      readonly folder: string;
    };

export interface ImportBenchResult {
  readonly seconds: number;
  readonly peakMb: number;
  readonly images: number;
  readonly annotations: number;
  readonly note?: string;
}

async function carryOut(order: ImportBenchOrder): Promise<ImportBenchResult> {
  const store = createStore(order.folder, { log: () => undefined });
  const work = { store, signal: new AbortController().signal, progress: () => undefined };
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const isWhole = order.kind === 'import';
  const categories = isWhole ? order.categories : 'cat,dog';
  const answer = await runTransfer(
    {
      kind: 'coco',
      annotations: order.file,
      images: isWhole ? order.folder : order.images,
      categories: categories === '' ? undefined : categories.split(','),
      ...(isWhole ? {} : { limit: 1000, plan: { kind: 'counts', train: 900, test: 100, seed: 0 } }),
      copy: false,
      checkPictures: !isWhole,
    },
    work,
  );
  if (answer.kind !== 'report') throw new Error('no report');
  const { images, annotations } = answer.report;
  let note: string;
  if (isWhole) {
    const imported = seconds();
    const shown = listImages(store.sql, {
      filter: {},
      order: { by: 'id', descending: false },
      offset: 0,
      limit: 100,
    });
    const counted = countImages(store.sql, { categories: [17] });
    const classes = countCategories(store.sql);
    note = `; then a page of ${shown.images.length} pictures, ${counted.toLocaleString('en')} of cats and the counts of ${classes.length} classes in ${((seconds() - imported) * 1000).toFixed(0)} ms`;
  } else {
    const imported = seconds();
    const out = join(order.folder, 'prepared');
    await runTransfer({ kind: 'export-masks', out, layout: 'keras-segmentation' }, work);
    note = `; import ${imported.toFixed(2)} s, pictures and masks in folders ${(seconds() - imported).toFixed(2)} s`;
  }
  const total = seconds();
  await store.close();
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { seconds: total, peakMb, images, annotations, note };
}

process.stdout.write(
  `${JSON.stringify(await carryOut(JSON.parse(process.argv[2] ?? '') as ImportBenchOrder))}\n`,
);
