import { expect, test } from 'vitest';
import { annotateScene, categoryIds } from '../../../app/formats/sample/annotations.ts';
import { sampleInstances, samplePictures } from '../../../app/formats/sample/sample-set.ts';
import { areaOfRle, bboxOfRle } from '../../../app/mask/rle.ts';
import { areaOfIntersection } from '../../../app/mask/rle-merge.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { photograph } from '../../../app/pictures/photograph.ts';

const pictures = [...samplePictures(60, 7)];
const scenes = pictures.map(({ scene }) => ({ scene, annotations: annotateScene(scene) }));

test('the same seed draws the same, another one other pictures', async () => {
  expect(sampleInstances([...samplePictures(60, 7)], 7)).toBe(sampleInstances(pictures, 7));
  const [first] = samplePictures(1, 7);
  const [other] = samplePictures(1, 8);
  expect(first?.scene.svg).toBe(pictures[0]?.scene.svg);
  expect(other?.scene.svg).not.toBe(first?.scene.svg);
  const { svg, light } = pictures[0]!.scene;
  expect(await photograph(svg, light)).toEqual(await photograph(svg, light));
});

test('a larger set begins with the smaller one', () => {
  const [first] = samplePictures(5, 7);
  expect(first?.scene.svg).toBe(pictures[0]?.scene.svg);
});

test('cats, dogs, crowds, polygons, run lengths and pictures without any', () => {
  const all = scenes.flatMap(({ annotations }) => annotations);
  const count = (test: (annotation: (typeof all)[number]) => boolean) => all.filter(test).length;
  expect(count(({ category_id }) => category_id === categoryIds.cat)).toBeGreaterThan(25);
  expect(count(({ category_id }) => category_id === categoryIds.dog)).toBeGreaterThan(25);
  expect(count(({ iscrowd }) => iscrowd === 1)).toBeGreaterThan(1);
  expect(count(({ segmentation }) => Array.isArray(segmentation))).toBeGreaterThan(30);
  expect(count(({ segmentation }) => 'counts' in segmentation)).toBeGreaterThan(10);
  expect(scenes.filter(({ annotations }) => annotations.length === 0).length).toBeGreaterThan(2);
});

test('area and box are those of the mask, and no two masks share a pixel but at their edges', () => {
  for (const { scene, annotations } of scenes) {
    const masks = annotations.map(({ segmentation }) =>
      rleFromSegmentation(segmentation, scene.height, scene.width),
    );
    for (const [k, mask] of masks.entries()) {
      const { x, y, width, height } = bboxOfRle(mask);
      expect(annotations[k]).toMatchObject({ area: areaOfRle(mask), bbox: [x, y, width, height] });
      for (const other of masks.slice(k + 1)) {
        expect(areaOfIntersection(mask, other)).toBeLessThan(
          0.02 * Math.min(areaOfRle(mask), areaOfRle(other)) + 30,
        );
      }
    }
  }
});
