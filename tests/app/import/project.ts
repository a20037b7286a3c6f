import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import type { ImportReport } from '../../../app/contract/methods.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { listAnnotations } from '../../../app/store/annotations.ts';
import { listCategories } from '../../../app/store/categories.ts';
import { selectImages } from '../../../app/store/images.ts';
import { createStore, type Store } from '../../../app/store/open.ts';
import { listSources } from '../../../app/store/sources.ts';
import { rleOfShape, shapeOfRow } from '../../../app/studio/editing/shapes.ts';
import { runTransfer } from '../../../app/studio/transfer/transfer-host.ts';
import type { ExportReport, TransferOrder } from '../../../app/studio/transfer/transfer-order.ts';
import { scratchFolder } from '../formats/scratch.ts';

/** An empty project, closed and removed when the test ends. */
export function emptyProject(): Store {
  const store = createStore(join(scratchFolder(), 'project'), { log: () => undefined });
  onTestFinished(() => store.close());
  return store;
}

export interface Watch {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: { done?: number; message?: string }) => void;
}

export async function importInto(
  store: Store,
  order: TransferOrder,
  { signal = new AbortController().signal, progress = () => undefined }: Watch = {},
): Promise<ImportReport> {
  const answer = await runTransfer(order, { store, signal, progress });
  if (answer.kind !== 'report') throw new Error(`answered ${answer.kind}`);
  return answer.report;
}

export async function exportFrom(store: Store, order: TransferOrder): Promise<ExportReport> {
  const { signal } = new AbortController();
  const answer = await runTransfer(order, { store, signal, progress: () => undefined });
  if (answer.kind !== 'exported') throw new Error(`answered ${answer.kind}`);
  return answer.report;
}

/** Everything of a project that a person could see, for comparing. */
export function contentOf(store: Store) {
  const { sql, originals } = store;
  const images = selectImages(sql, 'true ORDER BY image.id');
  return {
    images: images.map((image) => ({
      id: image.id,
      name: image.name,
      size: [image.width, image.height],
      turn: image.turn,
      split: image.split,
      counted: image.annotations,
      annotations: listAnnotations(sql, image.id).map((row) => ({
        id: row.id,
        category: row.category,
        crowd: row.crowd,
        area: row.area,
        box: [row.x, row.y, row.width, row.height],
        mask: rleOfShape(shapeOfRow(row, image, originals), image).counts.join(),
      })),
    })),
    categories: listCategories(sql),
    sources: listSources(sql).map(({ id, kind, copied, images: count }) => ({
      id,
      kind,
      copied,
      count,
    })),
  };
}

/** Plain grey pictures of these sizes. */
export async function makePictures(
  folder: string,
  pictures: Readonly<Record<string, readonly [width: number, height: number]>>,
): Promise<void> {
  for (const [name, [width, height]] of Object.entries(pictures)) {
    const background = '#808080';
    const picture = sharp({ create: { width, height, channels: 3, background } });
    await picture.toFile(join(folder, name));
  }
}

export interface SmallFile {
  images: object[];
  annotations: object[];
  categories: object[];
  [member: string]: unknown;
}

/** Two pictures, a cat in each and a dog in one, and a crowd of dogs. */
export function smallFile(): SmallFile {
  return {
    info: { year: 2014, contributor: 'ü' },
    licenses: [{ id: 1, name: 'own', url: '' }],
    images: [
      { license: 1, file_name: 'a.jpg', height: 30, width: 40, id: 10, date_captured: 'x' },
      { id: 3, file_name: 'b.png', width: 20, height: 50 },
    ],
    annotations: [
      {
        segmentation: [[1.5, 2, 20.25, 2, 20, 20]],
        area: 170.5,
        iscrowd: 0,
        image_id: 10,
        bbox: [1.5, 2, 18.75, 18],
        category_id: 17,
        id: 100,
      },
      {
        id: 7,
        image_id: 3,
        category_id: 17,
        iscrowd: 0,
        segmentation: {
          size: [50, 20],
          counts: cocoStringFromRle({ width: 20, height: 50, counts: Uint32Array.of(3, 20, 977) }),
        },
        area: 20,
        bbox: [0, 0, 1, 2],
        attributes: { occluded: true, ключ: [1, { a: null }] },
      },
      {
        id: 8,
        image_id: 3,
        category_id: 18,
        iscrowd: 0,
        segmentation: [
          [0, 0, 9, 0, 9, 9, 0, 9],
          [10, 10, 15, 10, 15, 18],
        ],
      },
      {
        id: 9,
        image_id: 3,
        category_id: 18,
        iscrowd: 1,
        segmentation: { size: [50, 20], counts: [500, 100, 400] },
        area: 100,
        bbox: [10, 0, 2, 50],
      },
    ],
    categories: [
      { supercategory: 'animal', id: 18, name: 'dog' },
      { supercategory: 'animal', id: 17, name: 'cat' },
      { supercategory: 'person', id: 1, name: 'person' },
    ],
  };
}

/** Writes the small file and its pictures; answers where. */
export async function smallSource(
  change: (file: SmallFile) => unknown = (file) => file,
): Promise<{ folder: string; annotations: string; images: string }> {
  const folder = scratchFolder();
  await makePictures(folder, { 'a.jpg': [40, 30], 'b.png': [20, 50] });
  const annotations = join(folder, 'instances.json');
  const changed = change(smallFile());
  writeFileSync(annotations, typeof changed === 'string' ? changed : JSON.stringify(changed));
  return { folder, annotations, images: folder };
}
