import { expect, test } from 'vitest';
import { classNamesIn, ignoredValues } from '../../../app/formats/png-masks/class-names.ts';
import {
  classesByMaskValue,
  type ClassOfValue,
} from '../../../app/formats/png-masks/class-values.ts';
import { uniqueStems } from '../../../app/formats/png-masks/layout.ts';
import { objectsOfMask } from '../../../app/formats/png-masks/mask-objects.ts';
import { divideOneFolder, pairMasks } from '../../../app/formats/png-masks/pairs.ts';

function pairsOf(pictures: readonly string[], masks: readonly string[]) {
  const { pairs, unpaired } = pairMasks(pictures, masks);
  return {
    pairs: pairs.map(({ picture, mask }) => `${picture} ${mask}`),
    unpaired: unpaired.map(({ file }) => file),
  };
}

test('the same stem, in the same place, anywhere, and with a suffix', () => {
  expect(
    pairsOf(
      ['a.jpg', 'deep/b.jpeg', 'c.webp', 'd.png', 'x/e.bmp'],
      ['a.png', 'deep/b.bmp', 'other/c.png', 'd_mask.png', 'x/e_gt.png'],
    ),
  ).toEqual({
    pairs: [
      'a.jpg a.png',
      'deep/b.jpeg deep/b.bmp',
      'c.webp other/c.png',
      'd.png d_mask.png',
      'x/e.bmp x/e_gt.png',
    ],
    unpaired: [],
  });
});

test('pictures of one name in two folders have the stems that the export gives them, or their places', () => {
  const pictures = ['train/a.jpg', 'val/a.jpg'];
  expect(pairsOf(pictures, ['train_a.png', 'val_a.png']).pairs).toEqual([
    'train/a.jpg train_a.png',
    'val/a.jpg val_a.png',
  ]);
  expect(pairsOf(pictures, ['train/a.png', 'val/a.png']).pairs).toHaveLength(2);
  expect(pairsOf(pictures, ['a.png'])).toEqual({ pairs: [], unpaired: [...pictures, 'a.png'] });
});

test('a mask of exactly a picture’s name is that picture’s, whatever another would be exported as', () => {
  for (const pictures of [
    ['train/a.png', 'train_a.png', 'val/a.png'],
    ['A.png', 'a.png', 'a_2.png'],
  ]) {
    const same = pictures.map((name) => `${name} ${name}`);
    expect(pairsOf(pictures, pictures)).toEqual({ pairs: same, unpaired: [] });
    const exported = uniqueStems(pictures).map((stem) => `${stem}.png`);
    expect(pairsOf(pictures, exported).pairs).toEqual(
      pictures.map((name, k) => `${name} ${exported[k]}`),
    );
  }
});

test('what has no partner, or two, is named with what was expected', () => {
  const { pairs, unpaired } = pairMasks(
    ['a.jpg', 'b.jpg', 'b.png', 'c.jpg'],
    ['b.png', 'c.png', 'c.bmp', 'z_mask.png'],
  );
  expect(pairs).toEqual([{ picture: 'b.jpg', mask: 'b.png' }]);
  expect(unpaired).toEqual([
    { file: 'a.jpg', reason: expect.stringContaining('“a.png” was expected') },
    { file: 'b.png', reason: expect.stringContaining('is the mask of “b.jpg” already') },
    { file: 'c.jpg', reason: expect.stringContaining('It has 2 masks') },
    { file: 'z_mask.png', reason: expect.stringContaining('called “z” was expected') },
  ]);
});

test('one folder that holds both is divided by names', () => {
  expect(divideOneFolder(['a.jpg', 'a.png', 'b.png', 'b_mask.png', 'c.png'])).toEqual({
    pictures: ['a.jpg', 'b.png', 'c.png'],
    masks: ['a.png', 'b_mask.png'],
  });
});

test('class names with their values ahead, as the export writes them', () => {
  const { names, ignored } = classNamesIn('0 background\n1 cat\n2 big dog\n255 ignore\n', 'f');
  expect([...names]).toEqual([
    [1, 'cat'],
    [2, 'big dog'],
  ]);
  expect([...ignored]).toEqual([255]);
  expect([...classNamesIn('# mine\n8: cat\n12: dog', 'f').names.keys()]).toEqual([8, 12]);
});

test('several lines may say what is ignored; 255 is where nobody says anything', () => {
  const two = classNamesIn('0 background\n1 cat\n254 void\n255 ignore\n', 'f');
  expect([...two.names.keys()]).toEqual([1]);
  expect([...ignoredValues(two, undefined)]).toEqual([254, 255]);
  expect([...ignoredValues(two, 9)]).toEqual([254, 255, 9]);
  expect([...ignoredValues(two, null)]).toEqual([]);
  expect([...ignoredValues(null, undefined)]).toEqual([255]);
  expect([...ignoredValues(classNamesIn('255 cat', 'f'), undefined)]).toEqual([]);
});

test('without names a value is the class that came with it, not the class of that number', () => {
  const named = (classes: readonly ClassOfValue[]) =>
    [...classesByMaskValue(classes)].map(([value, { name }]) => `${value} ${name}`);
  expect(named(['cat', 'dog'].map((name, k) => ({ name, value: k + 1 })))).toEqual([
    '1 cat',
    '2 dog',
  ]);
  expect(
    named([
      { name: 'class 2', value: 1 },
      { name: 'dog', value: 2, maskValue: 5 },
      { name: 'drawn', value: 3 },
    ]),
  ).toEqual(['2 class 2', '5 dog', '3 drawn']);
  expect(
    named([
      { name: 'cat', value: 1, maskValue: 2 },
      { name: 'dog', value: 2, maskValue: 2 },
    ]),
  ).toEqual([]);
});

test('class names without values count from the background', () => {
  expect([...classNamesIn('\uFEFF_background_\r\ncat\r\ndog\r\n', 'f').names]).toEqual([
    [1, 'cat'],
    [2, 'dog'],
  ]);
});

test.each([
  ['cat\ndog', 'Its first line is “cat”'],
  ['', 'was expected to name a class a line'],
  ['1 cat\n300 dog', 'gives “dog” the value 300'],
  ['1 cat\n1 dog', 'twice'],
  ['1 cat\n2 cat', 'twice'],
])('names that cannot be meant are a sentence: %j', (text, sentence) => {
  expect(() => classNamesIn(text, 'classes.txt')).toThrow(sentence);
});

test('a class is one object, or its connected parts; what is ignored stays whole', () => {
  const values = Uint8Array.from('1101200022220011', Number);
  const size = { width: 4, height: 4 };
  const shown = (parts: boolean) =>
    objectsOfMask(values, size, { parts, whole: new Set([2]) }).map(({ value, part }) => [
      value,
      part,
    ]);
  expect(shown(false)).toEqual([
    [1, 0],
    [2, 0],
  ]);
  expect(shown(true)).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 0],
  ]);
});
