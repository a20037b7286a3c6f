import { expect, test } from 'vitest';
import { modelNames, recipes } from '../../../app/contract/training.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { takenApart } from '../../../app/learning/models/taken-apart.ts';
import { layers } from '../../../renderer/words/layers.ts';

test.each(modelNames)('every layer of %s has a word and a sentence of its own', (model) => {
  const { layers: all } = takenApart(networkOf({ ...recipes[model], size: 64, width: 0.1 }, 3));
  for (const { kind, name, from: _, shape: __, ...built } of all) {
    expect(layers.kindOf(kind, built), name).toMatch(/^[a-z, ]+$|^ReLU/);
    expect(layers.about(kind, built), name).toMatch(/^[A-Z][^]{20,}\.$/);
    expect(layers.about(kind, built), name).not.toMatch(/undefined|NaN/);
  }
});

test('a number fits its cell', () => {
  const given = [0, 0.001, -0.001, 0.126, -1.5, 12.34, 123.4, -1234.4, -54_321];
  expect(given.map(layers.cell)).toEqual([
    '0',
    '+0',
    '−0',
    '0.13',
    '−1.50',
    '12.3',
    '123',
    '−1234',
    '−5e+4',
  ]);
});
