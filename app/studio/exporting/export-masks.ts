import { createReadStream, createWriteStream, existsSync, realpathSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../contract/errors.ts';
import type { Category } from '../../domain/category.ts';
import { Problems } from '../../formats/coco/problems.ts';
import {
  defaultIgnore,
  foldersOf,
  type MaskFolders,
  stemOf,
  uniqueStems,
} from '../../formats/png-masks/layout.ts';
import { composeLabels, ignored, type Layer } from '../../mask/labels.ts';
import type { Rle } from '../../mask/rle.ts';
import { pngOfPicture } from '../../pictures/decode.ts';
import { readHeader } from '../../pictures/header.ts';
import { PictureError } from '../../pictures/picture-error.ts';
import { createTurnReset } from '../../pictures/reset-turn.ts';
import { listAnnotations } from '../../store/annotations.ts';
import { listCategories } from '../../store/categories.ts';
import { storeFileError } from '../../store/file-error.ts';
import { selectImages, type StoredImage } from '../../store/images.ts';
import { hasLabel } from '../../store/labelled-images.ts';
import { openReader, type Reader } from '../../store/reader.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { valuesOf } from '../editing/label-layers.ts';
import { greyPng } from '../../pictures/png.ts';
import { rleOfShape, shapeOfRow } from '../editing/shapes.ts';
import { pathOfImage } from '../sources.ts';
import type {
  ExportReport,
  TransferOrder,
  TransferSurroundings,
} from '../transfer/transfer-order.ts';

type MasksOrder = Extract<TransferOrder, { kind: 'export-masks' }>;

interface Target {
  readonly image: StoredImage;
  readonly folders: MaskFolders;
  readonly stem: string;
}

/** Writes a grey PNG a picture, in stored pixels: value = class; crowds and the like have the ignore value. */
export async function exportMaskFiles(
  { out, layout, ignore = defaultIgnore(layout) }: MasksOrder,
  { folder, signal, progress }: TransferSurroundings,
): Promise<ExportReport> {
  const startedAt = performance.now();
  const problems = new Problems();
  const reader = openReader(folder);
  const made: string[] = [];
  try {
    const categories = listCategories(reader.sql);
    requireValues(categories, ignore);
    const targets = targetsOf(reader, layout, problems);
    refuseToOverwrite(reader, targets, out);
    for (const part of new Set(
      targets.flatMap(({ folders }) => [folders.masks, folders.pictures]),
    )) {
      if (part !== null) makeFolder(join(out, part));
    }
    const valueOf = valuesOf(categories);
    let objects = 0;
    for (const [k, { image, folders, stem }] of targets.entries()) {
      signal.throwIfAborted();
      if (folders.pictures !== null) {
        const copied = await copyPicture(reader, image, join(out, folders.pictures, stem), made);
        if (typeof copied !== 'string') {
          problems.add(image.name, copied.reason);
          continue;
        }
      }
      const { labels, count } = labelsOf(reader, image, valueOf);
      objects += count;
      if (ignore !== ignored) replaceValue(labels, ignored, ignore);
      await writeWhole(join(out, folders.masks, `${stem}.png`), greyPng(labels, image), made);
      progress({
        done: (100 * (k + 1)) / targets.length,
        total: 100,
        message: `Writing ${targets.length} masks`,
      });
    }
    await writeWhole(join(out, 'classes.txt'), classesText(categories, ignore), made);
    return {
      out,
      images: targets.length,
      annotations: objects,
      categories: categories.length,
      skipped: [...problems.lines],
      seconds: (performance.now() - startedAt) / 1000,
    };
  } catch (error) {
    for (const path of made) await rm(path, { force: true });
    throw storeFileError(error);
  } finally {
    reader.close();
  }
}

function requireValues(categories: readonly Category[], ignore: number): void {
  if (categories.length > 254) {
    throw new StudioError(
      'bad-input',
      `A grey PNG holds at most 254 classes; this project has ${categories.length}.`,
    );
  }
  const clash = categories.find(({ value }) => value === ignore);
  if (clash === undefined) return;
  throw new StudioError(
    'bad-input',
    `${ignore} is the value of “${clash.name}”. Choose another for what is to be ignored, such as 255.`,
  );
}

/** Throws where a mask would take the place of one of the project's pictures, wherever links lead. */
function refuseToOverwrite(reader: Reader, targets: readonly Target[], out: string): void {
  const places = targets.map(({ folders, stem }) => join(out, folders.masks, `${stem}.png`));
  const there = places.filter((place) => existsSync(place));
  if (there.length === 0) return;
  const pictures = new Set(
    selectImages(reader.sql, 'true')
      .map((image) => pathOfImage(reader, image))
      .filter((path) => existsSync(path))
      .map((path) => realpathSync(path)),
  );
  const picture = there.find((place) => pictures.has(realpathSync(place)));
  if (picture === undefined) return;
  throw new StudioError(
    'bad-input',
    `“${picture}” is a picture of this project, and its mask would overwrite it. Choose another folder for the masks.`,
  );
}

/** What goes where. What nobody has labelled would say that everything is background, and is left out. */
function targetsOf(reader: Reader, layout: MasksOrder['layout'], problems: Problems): Target[] {
  const images = selectImages(reader.sql, 'true ORDER BY image.id');
  const placed: { image: StoredImage; folders: MaskFolders }[] = [];
  let splitless = 0;
  for (const image of images) {
    const folders = foldersOf(layout, image.split);
    if (folders === null) splitless++;
    else if (!hasLabel(reader.sql, image.id))
      problems.add(image.name, 'Nobody has labelled it yet.');
    else placed.push({ image, folders });
  }
  if (placed.length === 0) {
    throw new StudioError(
      'bad-input',
      splitless > 0
        ? 'No picture is in a split, and this layout needs train and test. Split the pictures first.'
        : 'There are no labelled pictures to write masks of.',
    );
  }
  if (splitless > 0) problems.add('…', `${splitless} pictures are in no split and were left out.`);
  const stems = uniqueStems(placed.map(({ image }) => image.fileName));
  return placed.map(({ image, folders }, k) => {
    const stem = stems[k] ?? String(image.id);
    if (stem !== stemOf(image.fileName)) {
      problems.add(
        image.name,
        `Another picture has its name too, so its files are called “${stem}”.`,
      );
    }
    return { image, folders, stem };
  });
}

function labelsOf(
  reader: Reader,
  image: StoredImage,
  valueOf: (category: number) => number | null,
): { labels: Uint8Array; count: number } {
  const layers: Layer[] = [];
  const ignore: Rle[] = [];
  const rows = listAnnotations(reader.sql, image.id);
  for (const row of rows) {
    const rle = rleOfShape(shapeOfRow(row, image, reader.originals), image);
    const value = valueOf(row.category);
    if (row.crowd === 1 || value === null) ignore.push(rle);
    else layers.push({ rle, value });
  }
  const { width, height } = image;
  return { labels: composeLabels({ width, height, layers, ignore }), count: rows.length };
}

/** Changes `labels`. */
function replaceValue(labels: Uint8Array, from: number, to: number): void {
  for (let at = labels.indexOf(from); at >= 0; at = labels.indexOf(from, at + 1)) labels[at] = to;
}

/**
 * Puts a copy beside the masks whose stored pixels every program sees: the EXIF turn is set to 1, since some turn by it
 * and some do not. What keras-segmentation does not read becomes a PNG, and endings tell the truth.
 */
async function copyPicture(
  reader: Reader,
  image: StoredImage,
  stem: string,
  made: string[],
): Promise<string | { readonly reason: string }> {
  try {
    const path = pathOfImage(reader, image);
    const { format } = await readHeader(path);
    if (format === 'jpeg' || format === 'png' || format === 'bmp') {
      const to = `${stem}.${format === 'jpeg' ? 'jpg' : format}`;
      made.push(`${to}.part`, to);
      await pipeline(createReadStream(path), createTurnReset(), createWriteStream(`${to}.part`));
      await rename(`${to}.part`, to);
      return to;
    }
    const to = `${stem}.png`;
    await writeWhole(to, await pngOfPicture(path), made);
    return to;
  } catch (error) {
    if (error instanceof PictureError) return { reason: `It ${error.message}` };
    throw error;
  }
}

async function writeWhole(
  path: string,
  content: string | Uint8Array,
  made: string[],
): Promise<void> {
  const part = `${path}.part`;
  made.push(part, path);
  await writeFile(part, content);
  await rename(part, path);
}

function classesText(categories: readonly Category[], ignore: number): string {
  const lines = ['0 background', ...categories.map(({ value, name }) => `${value} ${name}`)];
  if (ignore !== 0) lines.push(`${ignore} ignore`);
  return `${lines.join('\n')}\n`;
}
