import { mkdirSync, writeFileSync } from 'node:fs';
import { settingsFrom } from '../../../app/contract/training.ts';
import { openStore } from '../../../app/store/open.ts';
import { savePrediction } from '../../../app/store/predictions.ts';
import { greyPng } from '../../../app/pictures/png.ts';
import { predictedLabels } from '../../../app/studio/predicting/predicted-labels.ts';
import { mapFile, predictionFolder } from '../../../app/studio/predicting/prediction-maps.ts';
import { writeJob } from '../../../app/studio/run-folder/run-files.ts';
import { pictureSize } from './strokes.ts';

/** A run that has predicted cats and dogs in the pictures of a walk, as an engine would have left it. */
export const walkRun = 'run-1';

const side = 40;
const classes = [
  { id: 17, name: 'cat', value: 1 },
  { id: 18, name: 'dog', value: 2 },
];

/** Two boxes of each class, elsewhere in each picture. */
function mapsOf(image: number): readonly Uint8Array[] {
  return classes.map(({ value }) => {
    const map = new Uint8Array(side * side);
    for (const [x, y] of [
      [2 + 4 * image, 6 + 6 * value],
      [30 - 9 * value, 9 + 3 * image],
    ] as const) {
      for (let row = y; row < y + 6; row++) map.fill(220, row * side + x, row * side + x + 5);
    }
    return map;
  });
}

/** The project is closed. Answers for each picture where each class is predicted: its pixels as text. */
export async function writePredictions(
  folder: string,
  images: readonly number[],
): Promise<ReadonlyMap<number, ReadonlyMap<number, string>>> {
  writeJob(folder, {
    format: 1,
    name: walkRun,
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: settingsFrom({ size: side }),
    classes,
    dataHash: '',
  });
  const store = openStore(folder, { log: () => undefined });
  for (const image of images) {
    const place = predictionFolder(folder, walkRun, image);
    mkdirSync(place, { recursive: true });
    mapsOf(image).forEach((map, index) => {
      writeFileSync(mapFile(place, index + 1), greyPng(map, { width: side, height: side }));
    });
    await store.write(() => {
      savePrediction(store.sql, {
        image,
        run: walkRun,
        at: '2026-01-01T00:00:00.000Z',
        size: side,
        weights: 'best 1',
        revision: 0,
        scores: { meanIou: null, pixelAccuracy: null, iou: {}, dice: {} },
      });
    });
  }
  await store.close();
  return new Map(images.map((image) => [image, regionsOf(image)]));
}

function regionsOf(image: number): ReadonlyMap<number, string> {
  const maps = mapsOf(image);
  const labels = predictedLabels({ ...pictureSize, maps, side, threshold: 0.5, turn: 1 });
  return new Map(
    classes.map(({ id, value }) => [
      id,
      Array.from(labels, (label) => Number(label === value)).join(''),
    ]),
  );
}
