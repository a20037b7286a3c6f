import { expect, test } from 'vitest';
import type { TrainingChoice } from '../../../app/contract/training.ts';
import { presets } from '../../../app/contract/presets.ts';
import { settingsWith } from '../../../app/studio/training/chosen-settings.ts';

const few = { train: 25, unlabelled: 0 };
const withOthers = { train: 25, unlabelled: 25 };

test('a run of few pictures sees as many of them as one of 200, in no more steps', () => {
  const epochsOf = (train: number) => settingsWith({}, { train, unlabelled: 0 }).epochs;
  expect([1, 25, 100, 199, 200, 5000].map(epochsOf)).toEqual([1250, 400, 100, 60, 50, 50]);
  expect(settingsWith({ batch: 32 }, { train: 32, unlabelled: 0 }).epochs).toBe(320);
});

test('the longest recipe is as much longer, and as much more patient', () => {
  expect(settingsWith(presets.best, few)).toMatchObject({ epochs: 1200, patience: 240 });
  const own = { ...presets.best, epochs: 100 };
  expect(settingsWith(own, few)).toMatchObject({ epochs: 100, patience: 30 });
});

test('what a person chose stays, and so does the recipe of another network', () => {
  expect(settingsWith({ epochs: 50 }, few).epochs).toBe(50);
  expect(settingsWith(presets.quick, few).epochs).toBe(15);
  expect(settingsWith({ model: 'unet-tutorial' }, few).epochs).toBe(5);
  expect(settingsWith({}, { train: 0, unlabelled: 9 })).toMatchObject({
    epochs: 50,
    unlabelled: false,
  });
});

test('pictures without labels are learned from where few have them, and the run is long enough', () => {
  const learns = (choice: TrainingChoice, pictures = withOthers) =>
    settingsWith(choice, pictures).unlabelled;
  expect(learns({})).toBe(true);
  expect(learns({}, { train: 30, unlabelled: 30 })).toBe(true);
  expect(learns({}, { train: 31, unlabelled: 500 })).toBe(false);
  expect(learns({}, { train: 25, unlabelled: 24 })).toBe(false);
  expect([333, 334].map((epochs) => learns({ epochs }))).toEqual([false, true]);
  expect(learns({ model: 'segnet', epochs: 1000 })).toBe(false);
  expect(learns({ unlabelled: false })).toBe(false);
  expect(learns({ unlabelled: true, epochs: 1 }, few)).toBe(true);
});
