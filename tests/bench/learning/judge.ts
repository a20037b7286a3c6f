import { letterboxPicture, type Letterboxed } from '../../../app/learning/data/letterboxed.ts';
import { addToBoundary, boundaryScores, createBoundaryCounts } from '../../../app/mask/boundary.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../../app/mask/confusion.ts';
import { letterboxOf } from '../../../app/mask/letterbox.ts';
import { labelsFromProbabilities } from '../../../app/mask/probability.ts';
import type { Judged } from './devset.ts';

const names = ['cat', 'dog'];

/** A network that has learned. */
export interface Answers {
  readonly sidePx: number;
  /** The probabilities of cat and of dog, `sidePx * sidePx` bytes each, 255 is certain. */
  answer(picture: Letterboxed): Promise<readonly Uint8Array[]>;
}

export interface Verdict {
  readonly meanIou: number;
  readonly cat: number;
  readonly dog: number;
  readonly anyPet: number;
  readonly outlineCat: number;
  readonly outlineDog: number;
}

/** At the pictures' own sizes, as `evaluate` measures; a figure that is not there is NaN. */
export async function judge(network: Answers, pictures: readonly Judged[]): Promise<Verdict> {
  const confusion = createConfusion(names.length + 1);
  const pets = createConfusion(2);
  const outlines = createBoundaryCounts(names.length);
  for (const picture of pictures) {
    const predicted = await labelsOf(network, picture);
    const { truth, width, height } = picture;
    addToConfusion(confusion, truth, predicted);
    addToConfusion(pets, truth.map(anyPet), predicted.map(anyPet));
    addToBoundary(outlines, { truth, predicted, width, height });
  }
  const { meanIou, iou } = scoresOf(confusion, names);
  const outline = boundaryScores(outlines, names);
  return {
    meanIou: meanIou ?? Number.NaN,
    cat: iou['cat'] ?? Number.NaN,
    dog: iou['dog'] ?? Number.NaN,
    anyPet: scoresOf(pets, ['pet']).meanIou ?? Number.NaN,
    outlineCat: outline['cat'] ?? Number.NaN,
    outlineDog: outline['dog'] ?? Number.NaN,
  };
}

/** A picture without a pet in which at least this share is called one is a false alarm. */
const alarmingShare = 0.01;

/** The share of the pictures, none of which shows a pet, in which one is seen. */
export async function falseAlarms(network: Answers, pictures: readonly Judged[]): Promise<number> {
  let alarms = 0;
  for (const picture of pictures) {
    const predicted = await labelsOf(network, picture);
    const named = predicted.reduce((sum, value) => sum + Math.min(1, value), 0);
    if (named >= alarmingShare * predicted.length) alarms++;
  }
  return alarms / pictures.length;
}

async function labelsOf(network: Answers, picture: Judged): Promise<Uint8Array> {
  const size = network.sidePx;
  const { path, width, height } = picture;
  const maps = await network.answer(await letterboxPicture({ path, width, height, turn: 1 }, size));
  const letterbox = letterboxOf({ width, height }, size);
  return labelsFromProbabilities({ maps, size, letterbox, threshold: 0.5, width, height });
}

function anyPet(value: number): number {
  return value === 255 ? 255 : Math.min(1, value);
}
