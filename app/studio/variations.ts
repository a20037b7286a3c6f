import { variationsAcross, variationsDown } from '../contract/assets.ts';
import type { VariedBy } from '../contract/training.ts';
import { ignored } from '../mask/labels.ts';
import { listCategories } from '../store/categories.ts';
import type { StoredImage } from '../store/images.ts';
import { listLabelled } from '../store/labelled-images.ts';
import type { Store } from '../store/open.ts';
import { valuesOf } from './label-layers.ts';
import { paintLabels } from './paint.ts';
import { rgbPng } from './png.ts';
import { sampleOf, trainingPictures } from './training-samples.ts';

const cellPx = 160;
const gapPx = 4;
const cells = variationsAcross * variationsDown;

/**
 * Training pictures as a run with these settings would be shown them, made by the very code that trains: other ones, varied
 * anew, with each draw. A PNG; null when nothing is labelled.
 */
export async function drawVariations(
  store: Store,
  settings: VariedBy,
  draw: number,
): Promise<Uint8Array | null> {
  const categories = listCategories(store.sql);
  const valueOf = valuesOf(categories);
  const pictures = picturesToLearnFrom(store, settings.seed);
  if (pictures.length === 0) return null;
  const members = Array.from({ length: Math.min(cells, pictures.length) }, (_, at) => {
    const index = (draw * cells + at) % pictures.length;
    return { index, sample: sampleOf(store, { image: pictures[index]!, split: 'train', valueOf }) };
  });
  // Loaded when somebody looks: the studio itself varies nothing.
  const { makeBatch } = await import('../learning/data/batches.ts');
  const { createPictureLibrary } = await import('../learning/data/picture-library.ts');
  const library = createPictureLibrary({
    sidePx: cellPx,
    budgetBytes: 0,
    withObjects: settings.copyPaste,
    skip: () => undefined,
  });
  const batch = await makeBatch({ kind: 'varied', epoch: draw, members }, { library, settings });
  if (batch === null) return null;
  const colors = new Map(categories.map(({ id, color }) => [valueOf(id), color]));
  const sheet = newSheet();
  for (let at = 0; at < batch.count; at++) {
    const area = cellPx * cellPx;
    layCell(sheet, at, {
      pictures: batch.pictures.subarray(at * area * 3, (at + 1) * area * 3),
      labels: Uint8Array.from(batch.labels.subarray(at * area, (at + 1) * area)),
      colorOf: (value) => colors.get(value) ?? ignoredColor,
    });
  }
  return rgbPng(sheet.pixels, sheet);
}

/** Where nobody has divided the pictures yet, any that is labelled. */
function picturesToLearnFrom(store: Store, seed: number): readonly StoredImage[] {
  const divided = trainingPictures(store, seed).filter(({ split }) => split === 'train');
  return divided.length > 0 ? divided.map(({ image }) => image) : listLabelled(store.sql, ['none']);
}

const ignoredColor = '#9aa3ad';

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

function newSheet(): Sheet {
  const [width, height] = [variationsAcross, variationsDown].map(
    (count) => count * (cellPx + gapPx) - gapPx,
  ) as [number, number];
  return { width, height, pixels: new Uint8Array(width * height * 3) };
}

interface Cell {
  /** Floats of 0..1. */
  readonly pictures: Float32Array;
  readonly labels: Uint8Array;
  readonly colorOf: (value: number) => string;
}

function layCell({ width, pixels }: Sheet, at: number, { pictures, labels, colorOf }: Cell): void {
  const crowds = labels.map((value) => Number(value === ignored));
  const paint = paintLabels(
    { width: cellPx, height: cellPx, values: labels, owners: labels, crowds },
    colorOf,
  );
  const left = (at % variationsAcross) * (cellPx + gapPx);
  const top = Math.floor(at / variationsAcross) * (cellPx + gapPx);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const column = pixel % cellPx;
    const to = ((top + (pixel - column) / cellPx) * width + left + column) * 3;
    const opacity = paint[pixel * 4 + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) {
      const below = pictures[pixel * 3 + channel]! * 255;
      pixels[to + channel] = below + (paint[pixel * 4 + channel]! - below) * opacity + 0.5;
    }
  }
}
