import { describe, expect, test } from 'vitest';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { areaOfRle, bboxOfRle } from '../../../app/mask/rle.ts';
import {
  bitmapFromSegmentation,
  isListOfBoxes,
  rleFromSegmentation,
} from '../../../app/mask/segmentation.ts';

const square = [2, 2, 6, 2, 6, 6, 2, 6];

describe("an annotation's segmentation", () => {
  test('of several polygons is their union', () => {
    const moved = square.map((coordinate) => coordinate + 2);
    expect(areaOfRle(rleFromSegmentation([square, moved], 10, 10))).toBe(16 + 16 - 4);
  });

  test('whose first list has four numbers is boxes: x, y, width, height', () => {
    const boxes = [
      [1, 2, 3, 4],
      [6, 6, 1, 1],
    ];
    expect(isListOfBoxes(boxes)).toBe(true);
    const rle = rleFromSegmentation(boxes, 10, 10);
    expect(areaOfRle(rle)).toBe(13);
    expect(bboxOfRle(rle)).toEqual({ x: 1, y: 2, width: 6, height: 5 });
    expect(isListOfBoxes([square, [1, 2, 3, 4]])).toBe(false);
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, 'neither a list of polygons nor run lengths'],
    ['a number', 7, 'neither a list of polygons nor run lengths'],
    ['an empty list', [], 'is an empty list'],
    ['one flat polygon', square, 'Polygon 1 is not a list of numbers'],
    ['a polygon of two numbers', [[1, 2]], 'has 2 numbers; three corners need 6'],
    ['a box and a polygon', [[1, 2, 3, 4], square], 'makes it a box, but another has 8'],
    ['a polygon and an object', [square, {}], 'Polygon 2 is not a list of numbers'],
    ['a box with NaN', [[1, 2, 3, NaN]], 'NaN'],
    ['run lengths without a size', { counts: [100] }, "not of the picture's size, [10, 10]"],
    ['run lengths of another size', { size: [5, 20], counts: [100] }, 'but of [5, 20]'],
    ['a size of text', { size: ['10', '10'], counts: [100] }, "not of the picture's size"],
    [
      'a size that is huge',
      { size: new Array(1e6).fill(1), counts: [100] },
      "not of the picture's",
    ],
    ['counts that are an object', { size: [10, 10], counts: {} }, 'neither a list nor a string'],
    ['counts that do not add up', { size: [10, 10], counts: [99] }, 'add up to 99 pixels'],
  ])('that is %s is refused with a sentence', (_what, segmentation, sentence) => {
    expect(() => rleFromSegmentation(segmentation, 10, 10)).toThrow(MaskError);
    expect(() => rleFromSegmentation(segmentation, 10, 10)).toThrow(sentence);
    expect(() => bitmapFromSegmentation(segmentation, 10, 10)).toThrow(sentence);
  });
});
