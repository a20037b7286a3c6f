import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../app/domain/annotation.ts';
import type { Image } from '../../../app/domain/image.ts';
import {
  errorMap,
  labelledUpright,
  predictedUpright,
  verdict,
} from '../../../renderer/views/Review/judged-labels.ts';

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
  };
}

describe('what Review compares', () => {
  it('lays objects over crowds, and crowds count for nothing', () => {
    const labels = labelledUpright(image, [box(17, 0, 2), box(18, 1, 3, true)], (id) => id - 16);
    expect([...labels]).toEqual([1, 1, 255, 255, 1, 1, 255, 255]);
    expect([...errorMap(labels, new Uint8Array(8).fill(1))]).toEqual([1, 1, 0, 0, 1, 1, 0, 0]);
  });

  it('stands a turned picture upright', () => {
    const labels = labelledUpright({ ...image, turn: 6 }, [box(17, 0, 1)], () => 1);
    expect([...labels]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('names what is found, missed and too many', () => {
    const verdicts = errorMap(Uint8Array.of(0, 1, 1, 0, 2), Uint8Array.of(0, 1, 0, 1, 1));
    const { right, missed, extra } = verdict;
    expect([...verdicts]).toEqual([0, right, missed, extra, missed]);
  });

  it("shows the network's classes in the project's own numbers, at the picture's size", () => {
    const maps = { size: 4, maps: [new Uint8Array(16).fill(255)] };
    const labels = predictedUpright(image, maps, { threshold: 0.5, values: [7] });
    expect([...labels]).toEqual(new Array(8).fill(7));
  });
});
