import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToConfusion,
  createConfusion,
  diceOf,
  iouOf,
  meanIou,
  pixelAccuracy,
  scoresOf,
} from '../../../app/mask/confusion.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';

function confusionOf(classes: number, truth: readonly number[], predicted: readonly number[]) {
  const confusion = createConfusion(classes);
  addToConfusion(confusion, Uint8Array.from(truth), Uint8Array.from(predicted));
  return confusion;
}

describe('scores', () => {
  test('of a picture worked out by hand', () => {
    // Background 3 right, 1 taken for class 1; class 1: 2 right, 1 missed; class 2: 1 taken for class 1; 2 ignored.
    const truth = [0, 0, 0, 0, 1, 1, 1, 2, 255, 255];
    const predicted = [0, 0, 0, 1, 1, 1, 0, 1, 1, 0];
    const confusion = confusionOf(4, truth, predicted);
    expect(Array.from(confusion.counts)).toEqual([3, 1, 0, 0, 1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(scoresOf(confusion, ['cat', 'dog', 'bird'])).toEqual({
      meanIou: (2 / 5 + 0) / 2,
      iou: { cat: 2 / 5, dog: 0, bird: null },
      dice: { cat: 4 / 7, dog: 0, bird: null },
      pixelAccuracy: 5 / 8,
    });
  });

  test('of nothing but background and ignore have no mean, rather than a perfect or a zero one', () => {
    const confusion = confusionOf(3, [0, 0, 255], [0, 0, 1]);
    expect(meanIou(confusion)).toBeNull();
    expect(iouOf(confusion, 1)).toBeNull();
    expect(diceOf(confusion, 1)).toBeNull();
    expect(pixelAccuracy(confusion)).toBe(1);
    expect(pixelAccuracy(createConfusion(3))).toBeNull();
  });

  test('of a class that is predicted but nowhere labelled are 0', () => {
    expect(iouOf(confusionOf(2, [0, 0], [0, 1]), 1)).toBe(0);
  });

  test('agree with sets of pixels, over one picture or many summed', () => {
    const pixel = fc.record({
      truth: fc.constantFrom(0, 1, 2, 255),
      predicted: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(pixel, { maxLength: 30 }), { maxLength: 4 }), (pictures) => {
        const confusion = createConfusion(3);
        for (const pixels of pictures) {
          addToConfusion(
            confusion,
            Uint8Array.from(pixels, ({ truth }) => truth),
            Uint8Array.from(pixels, ({ predicted }) => predicted),
          );
        }
        const counted = pictures.flat().filter(({ truth }) => truth !== 255);
        for (const value of [0, 1, 2]) {
          const both = counted.filter((p) => p.truth === value && p.predicted === value).length;
          const either = counted.filter((p) => p.truth === value || p.predicted === value).length;
          expect(iouOf(confusion, value)).toBe(either === 0 ? null : both / either);
          const dice = either === 0 ? null : (2 * both) / (both + either);
          expect(diceOf(confusion, value)).toBe(dice);
        }
      }),
    );
  });

  test('a class named __proto__ is a class', () => {
    const { iou } = scoresOf(confusionOf(2, [1], [1]), ['__proto__']);
    expect(Object.entries(iou)).toEqual([['__proto__', 1]]);
  });

  test.each([
    ['a class that is not there', [0, 3], [0, 0]],
    ['a prediction that is not there', [0, 0], [0, 255]],
    ['maps of two sizes', [0, 0, 0], [0, 0]],
  ])('%s is refused, and nothing is added', (_what, truth, predicted) => {
    const confusion = createConfusion(3);
    expect(() => {
      addToConfusion(confusion, Uint8Array.from(truth), Uint8Array.from(predicted));
    }).toThrow(MaskError);
    expect(confusion).toEqual(createConfusion(3));
  });
});
