import { expect, it } from 'vitest';
import { presetNames, presetOf, presets } from '../../app/contract/presets.ts';
import { recipes, settingsFrom } from '../../app/contract/training.ts';

it.each(presetNames)(
  '“%s” is known again by its settings, whatever computes and whatever the seed',
  (name) => {
    const settings = settingsFrom(presets[name]);
    expect(presetOf(settings)).toBe(name);
    expect(presetOf({ ...settings, backend: 'wasm', gpu: '1', gpuMemoryMb: 512, seed: 7 })).toBe(
      name,
    );
  },
);

it('is nobody’s preset once a setting is another, and the models’ own recipes are as they are', () => {
  expect(presetOf({ ...settingsFrom(presets.good), epochs: 51 })).toBeNull();
  expect(presetOf({ ...settingsFrom(presets.good), schedule: 'poly' })).toBeNull();
  expect(presetOf(recipes['fcn-8s'])).toBeNull();
  expect(presetOf(recipes.unet)).toBe('good');
  expect(presetOf(recipes['unet-tutorial'])).toBe('tutorial');
});
