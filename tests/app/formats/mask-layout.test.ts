import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  foldersOf,
  predictionEndings,
  uniqueStems,
} from '../../../app/formats/png-masks/layout.ts';

test('files are called by the stem of their picture', () => {
  expect(uniqueStems(['a.jpg', 'pets/b.c.png', 'deep/er/.hidden', 'none'])).toEqual([
    'a',
    'b.c',
    '.hidden',
    'none',
  ]);
});

test('where folders hold pictures of one name, the folders come before it', () => {
  expect(uniqueStems(['train/a.jpg', 'val/a.jpg', 'b.jpg'])).toEqual(['train_a', 'val_a', 'b']);
  expect(uniqueStems(['a.jpg', 'a.png', 'A.gif'])).toEqual(['a', 'a_2', 'A_3']);
});

test('the overlay of one picture is never the file of another', () => {
  const stems = (...names: string[]) => uniqueStems(names, predictionEndings);
  expect(stems('cat.png', 'cat_overlay.png')).toEqual(['cat', 'cat_overlay_2']);
  expect(stems('Cat_overlay.png', 'cat.png')).toEqual(['Cat_overlay', 'cat_2']);
});

test('no two pictures ever get one stem, on disks of any kind', () => {
  const name = fc.stringMatching(/^([aAb_]{1,2}\/){0,2}[aAb_]{1,2}(_2)?\.(jpg|png)$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 20 }), (names) => {
      const stems = uniqueStems(names).map((stem) => stem.toLowerCase());
      expect(new Set(stems).size).toBe(names.length);
    }),
  );
});

test('keras-segmentation has four folders, and validation counts as training', () => {
  expect(foldersOf('keras-segmentation', 'train')).toEqual({
    masks: 'annotations_prepped_train',
    pictures: 'images_prepped_train',
  });
  expect(foldersOf('keras-segmentation', 'val')).toEqual(foldersOf('keras-segmentation', 'train'));
  expect(foldersOf('keras-segmentation', 'test')).toEqual({
    masks: 'annotations_prepped_test',
    pictures: 'images_prepped_test',
  });
  expect(foldersOf('keras-segmentation', 'none')).toBeNull();
  expect(foldersOf('plain', 'none')).toEqual({ masks: '', pictures: null });
});
