import { expect, it } from 'vitest';
import { presets } from '../../../app/contract/presets.ts';
import { parseOptions } from '../../../app/entry/options.ts';
import { recipeChoice, recipeOptions } from '../../../app/entry/recipe-options.ts';

it('a flag is laid over --set, that over the preset, and a switch that is not there says nothing', () => {
  const told = (...argv: readonly string[]) => recipeChoice(parseOptions(recipeOptions, argv));
  expect(told()).toEqual({});
  expect(told('--deep-supervision')).toEqual({ deepSupervision: true });
  expect(told('--set', 'deepSupervision=true')).toEqual({ deepSupervision: true });
  expect(told('--preset', 'best', '--set', 'size=64,epochs=3', '--epochs', '4')).toEqual({
    ...presets.best,
    size: 64,
    epochs: 4,
  });
});
