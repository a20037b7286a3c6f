import { expect, test } from 'vitest';
import { presets } from '../../../app/contract/presets.ts';
import { settingsWith } from '../../../app/studio/training/chosen-settings.ts';

/** Three steps of 8 an epoch. */
const few = 25;

test('a run of few pictures has as many epochs as make the steps of 200', () => {
  const epochsOf = (train: number) => settingsWith({}, train).epochs;
  expect([1, few, 100, 199, 200, 5000].map(epochsOf)).toEqual([1250, 420, 110, 60, 50, 50]);
});

test('the longest recipe is as much longer, and as much more patient', () => {
  expect(settingsWith(presets.best, few)).toMatchObject({ epochs: 1250, patience: 250 });
  const own = { ...presets.best, epochs: 100 };
  expect(settingsWith(own, few)).toMatchObject({ epochs: 100, patience: 30 });
});

test('what a person chose stays, and so does the recipe of another network', () => {
  expect(settingsWith({ epochs: 50 }, few).epochs).toBe(50);
  expect(settingsWith(presets.quick, few).epochs).toBe(15);
  expect(settingsWith({ model: 'unet-tutorial' }, few).epochs).toBe(5);
  expect(settingsWith({}, 0).epochs).toBe(50);
});
