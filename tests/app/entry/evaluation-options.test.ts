import { expect, it } from 'vitest';
import { evaluationChoice, evaluationOptions } from '../../../app/entry/evaluation-options.ts';
import { parseOptions } from '../../../app/entry/options.ts';

function told(words: string, { inFolders = false } = {}): object {
  const argv = words.split(' ').filter((word) => word !== '');
  return evaluationChoice(parseOptions(evaluationOptions, argv), { inFolders });
}

it('takes every setting by its name, and a flag is laid over it', () => {
  expect(told('')).toEqual({});
  const all = 'split=all,weights=last,threshold=0.3,outlineNear=0.01';
  const meant = { split: 'all', weights: 'last', threshold: 0.3, outlineNear: 0.01 };
  expect(told(`--set ${all}`)).toEqual(meant);
  expect(told('--split all --weights last --threshold 0.3 --outline-near 0.01')).toEqual(meant);
  expect(told(`--set ${all} --threshold 0.6`)).toEqual({ ...meant, threshold: 0.6 });
  expect(told('--set ignore=7', { inFolders: true })).toEqual({ ignore: 7 });
  expect(told('--set ignore=none', { inFolders: true })).toEqual({ ignore: null });
  expect(told('--ignore none', { inFolders: true })).toEqual({ ignore: null });
});

it('a preset says which pictures and how strict, and what is told is laid over it', () => {
  expect(told('--preset tuning')).toEqual({ split: 'val', outlineNear: 0.0075 });
  expect(told('--preset report')).toEqual({ split: 'test', outlineNear: 0.0075 });
  expect(told('--preset strict')).toEqual({ split: 'test', outlineNear: 0.0025 });
  expect(told('--preset strict --split all --set threshold=0')).toEqual({
    split: 'all',
    threshold: 0,
    outlineNear: 0.0025,
  });
  expect(told('--preset strict', { inFolders: true })).toEqual({ outlineNear: 0.0025 });
});

it.each([
  [
    '--set size=200',
    'no setting “size”. These there are: split, weights, threshold, outlineNear, ignore.',
  ],
  ['--set split=some', /split cannot be “some”.*"train".*"val".*"test".*"all"/],
  ['--set threshold=2', /threshold cannot be “2”.*1/],
  ['--set outlineNear=0', /outlineNear cannot be “0”.*0\.0005/],
  ['--set weights', 'write weights=VALUE'],
  ['--threshold 1.5', /--threshold: .*threshold cannot be “1.5”/],
  ['--outline-near 0', /--outline-near: .*outlineNear cannot be “0”.*0\.0005/],
  ['--set ignore=0', /ignore cannot be “0”/],
  ['--set ignore=7', '--ignore is of masks in a folder'],
  ['--preset good', 'tuning or report or strict'],
])('%s is refused', (words, sentence) => {
  expect(() => told(words)).toThrow(sentence);
});

it('a split of pictures in folders is refused', () => {
  expect(() => told('--set split=val', { inFolders: true })).toThrow('--split is of a project');
});
