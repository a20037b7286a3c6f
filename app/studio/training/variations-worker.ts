import { variationsAcross, variationsDown } from '../../contract/assets.ts';
import { makeBatch } from '../../learning/data/batches.ts';
import { createPictureLibrary } from '../../learning/data/picture-library.ts';
import { ignored } from '../../mask/labels.ts';
import { answerThread } from '../../store/answer-thread.ts';
import { paintLabels } from '../paint.ts';
import { rgbPng } from '../../pictures/png.ts';
import type { VariationsQuestion } from './variations.ts';

/** The thread that varies pictures as training does: reading and labelling six of 12 megapixels must not keep a stroke from being saved. */

const cellPx = 160;
const gapPx = 4;

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

answerThread<VariationsQuestion, Uint8Array | null>(async ({ samples, settings, draw, colors }) => {
  const library = createPictureLibrary({
    sidePx: cellPx * settings.tiles,
    budgetBytes: 0,
    withObjects: settings.copyPaste,
    skip: () => undefined,
  });
  const members = samples.map((sample, index) => ({ index, sample }));
  const batch = await makeBatch({ kind: 'varied', epoch: draw, members }, { library, settings });
  if (batch === null) return null;
  const sheet = newSheet();
  const area = cellPx * cellPx;
  for (let at = 0; at < batch.count; at++) {
    layCell(sheet, at, {
      pictures: batch.pictures.subarray(at * area * 3, (at + 1) * area * 3),
      labels: Uint8Array.from(batch.labels.subarray(at * area, (at + 1) * area)),
      colorOf: (value) => colors.get(value) ?? ignoredColor,
    });
  }
  return rgbPng(sheet.pixels, sheet);
});
