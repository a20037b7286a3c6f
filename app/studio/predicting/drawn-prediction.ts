import { uprightSize } from '../../domain/geometry.ts';
import { turnUpright } from '../../mask/turn.ts';
import { decodePicture } from '../../pictures/decode.ts';
import { storeFileError } from '../../store/file-error.ts';
import { replaceFile } from '../../disk/durable.ts';
import { paintLabels } from '../paint.ts';
import { greyPng, rgbPng } from '../../pictures/png.ts';
import { predictedLabels, type PredictedMaps } from './predicted-labels.ts';

/** Where a prediction is to be drawn. */
export interface Drawing {
  /** The picture's file. */
  readonly photo: string;
  /** The PNG of the classes' values, in stored pixels. */
  readonly labels: string;
  /** The PNG of the upright picture with the classes' colours over it. */
  readonly overlay: string;
  /** `#rrggbb` by value; the first is that of background, which is not drawn. */
  readonly colors: readonly string[];
}

/** Writes both files. */
export async function drawPrediction(
  maps: PredictedMaps,
  { photo, labels: labelsFile, overlay, colors }: Drawing,
): Promise<void> {
  const labels = predictedLabels(maps);
  const upright = uprightSize(maps, maps.turn);
  const values = turnUpright(labels, maps, maps.turn);
  const { data } = await decodePicture({ path: photo, turn: maps.turn, size: upright });
  const crowds = new Uint8Array(values.length);
  const paint = paintLabels(
    { ...upright, values, owners: values, crowds },
    (value) => colors[value] ?? '#ffffff',
  );
  try {
    replaceFile(labelsFile, greyPng(labels, maps));
    replaceFile(overlay, rgbPng(laidOver(data, paint), upright));
  } catch (error) {
    throw storeFileError(error);
  }
}

/** RGB of a photograph with RGBA paint over it. */
function laidOver(photo: Uint8Array, paint: Uint8Array): Uint8Array {
  const mixed = Uint8Array.from(photo);
  for (let pixel = 0; pixel * 4 < paint.length; pixel++) {
    const opacity = (paint[pixel * 4 + 3] ?? 0) / 255;
    if (opacity === 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      const at = pixel * 3 + channel;
      const under = photo[at] ?? 0;
      mixed[at] = under + ((paint[pixel * 4 + channel] ?? 0) - under) * opacity;
    }
  }
  return mixed;
}
