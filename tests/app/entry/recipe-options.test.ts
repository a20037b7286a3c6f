import { expect, it } from 'vitest';
import { presets } from '../../../app/contract/presets.ts';
import { parseOptions } from '../../../app/entry/options.ts';
import { recipeChoice, recipeOptions, requireSettled } from '../../../app/entry/recipe-options.ts';

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

it('a run that goes on takes another batch and another place, and says what else it was told in vain', () => {
  const on = (flag: 'resume' | 'again', ...argv: readonly string[]) => {
    requireSettled(parseOptions(recipeOptions, argv), flag);
  };
  expect(() => {
    on('resume');
    on('again');
    on('resume', '--batch', '2', '--backend', 'wasm', '--gpu', 'none', '--gpu-memory', '4');
  }).not.toThrow();
  expect(() => on('resume', '--batch', '2', '--set', 'epochs=9', '--tiles', '2')).toThrow(
    /^--resume keeps.+epochs, tiles would change them.+--more\.$/,
  );
  expect(() => on('again', '--preset', 'good', '--deep-supervision')).toThrow(
    /^--again keeps.+preset, deepSupervision/,
  );
});
