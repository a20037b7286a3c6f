import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { Size, Turn } from '../../domain/geometry.ts';
import { runFolder } from '../../store/places.ts';
import { readGreyPng } from '../../pictures/png.ts';
import type { PredictedMaps } from './predicted-labels.ts';

/** Where the prediction of a picture stands, and how to read it. Sizes are in stored pixels. */
export interface PredictedPicture extends Size {
  readonly turn: Turn;
  readonly folder: string;
  /** How many foreground classes the run knows. */
  readonly classes: number;
  /** Side of the square maps, in pixels. */
  readonly side: number;
  readonly threshold: number;
}

/** What counts as predicted unless a person moves the slider. */
export const defaultThreshold = 0.5;

export function predictionFolder(project: string, run: string, image: number): string {
  return join(runFolder(project, run), 'predictions', String(image));
}

export function mapFile(folder: string, value: number): string {
  return join(folder, `${value}.png`);
}

/** Throws `not-found` when a map is missing or damaged. */
export async function readPredictedMaps({
  folder,
  classes,
  ...picture
}: PredictedPicture): Promise<PredictedMaps> {
  const values = Array.from({ length: classes }, (_, index) => index + 1);
  try {
    const maps = await Promise.all(
      values.map(async (value) => readGreyPng(await readFile(mapFile(folder, value))).pixels),
    );
    return { ...picture, maps };
  } catch (error) {
    throw new StudioError(
      'not-found',
      'The prediction of this picture is missing or damaged. Predict it again.',
      { cause: error },
    );
  }
}
