import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Image } from '../../../app/domain/image.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../../app/mask/confusion.ts';
import { addToSureness, createSurenessCounts, scoresAt } from '../../../app/mask/sureness.ts';
import { predictedLabels } from '../../../renderer/canvas/prediction-maps.ts';
import {
  judgedPixels,
  predictedAt,
  resampled,
  type Comparison,
} from '../../../renderer/state/review/judged-pixels.ts';

const image: Image = {
  id: 1,
  name: 'a.jpg',
  width: 4,
  height: 2,
  turn: 1,
  split: 'train',
  review: 'untouched',
  revision: 0,
  annotations: 1,
  present: true,
  score: null,
  predicted: true,
};
const nothing = { size: 4, maps: [new Uint8Array(16), new Uint8Array(16)] };
const categories = [17, 18];

function box(category: number, x: number, width: number, crowd = false): Annotation {
  return {
    id: category,
    category,
    crowd,
    shape: { kind: 'polygons', polygons: [[x, 0, x + width, 0, x + width, 2, x, 2]] },
    areaPx2: 0,
    bounds: { x, y: 0, width, height: 2 },
    edited: false,
    visible: true,
    locked: false,
    color: null,
  };
}

function judged(given: Partial<Comparison>) {
  return judgedPixels({ image, annotations: [], categories, maps: nothing, ...given });
}

describe('the label that Review compares with', () => {
  it('lays objects over crowds, and ignores classes that the run does not know', () => {
    const annotations = [box(17, 0, 1), box(18, 1, 2, true), box(3, 3, 1)];
    expect([...judged({ annotations }).labels]).toEqual([1, 255, 255, 255, 1, 255, 255, 255]);
  });

  it('stands a turned picture upright', () => {
    const { labels, width, height } = judged({
      image: { ...image, turn: 6 },
      annotations: [box(17, 0, 1)],
    });
    expect([width, height]).toEqual([2, 4]);
    expect([...labels]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  });
});

const side = 6;
const map = fc.uint8Array({ minLength: side * side, maxLength: side * side });
const threshold = fc.integer({ min: 5, max: 95 });

describe('a prediction at a threshold', () => {
  it('is, at every threshold, what accepting it would make', () => {
    fc.assert(
      fc.property(map, map, threshold, (cat, dog, hundredths) => {
        const maps = { size: side, maps: [cat, dog] };
        const picture = { ...image, width: 9, height: 7 };
        const pixels = judged({ image: picture, maps });
        const expected = predictedLabels(maps, picture, hundredths / 100);
        expect([...predictedAt(pixels, hundredths)]).toEqual([...expected]);
      }),
    );
  });

  it('has the scores of a comparison pixel by pixel, crowds left out', () => {
    fc.assert(
      fc.property(map, map, threshold, (cat, dog, hundredths) => {
        const annotations = [box(17, 0, 2), box(18, 2, 1), box(18, 3, 1, true)];
        const pixels = judged({ annotations, maps: { size: side, maps: [cat, dog] } });
        const confusion = createConfusion(3);
        addToConfusion(confusion, pixels.labels, predictedAt(pixels, hundredths));
        const names = ['cat', 'dog'];
        const counts = createSurenessCounts(3);
        addToSureness(counts, pixels.labels, pixels);
        expect(scoresAt(counts, hundredths, names)).toEqual(scoresOf(confusion, names));
      }),
    );
  });
});

describe('a picture that is shown at another size', () => {
  it('keeps what lies at the middle of each pixel shown', () => {
    const pixels = judged({ annotations: [box(17, 0, 2)] });
    expect([...resampled(pixels, { width: 2, height: 1 }).labels]).toEqual([1, 0]);
    const large = resampled(pixels, { width: 8, height: 4 });
    expect([...large.labels.subarray(0, 8)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    expect(large).toMatchObject({ width: 8, height: 4 });
  });
});
