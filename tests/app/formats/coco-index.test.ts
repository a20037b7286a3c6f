import { expect, test } from 'vitest';
import { indexCoco } from '../../../app/formats/coco/index-coco.ts';
import { scratchFile } from './scratch.ts';

const image = '{"id": 1, "file_name": "a.jpg", "width": 4, "height": 3}';
const annotation =
  '{"id": 5, "image_id": 1, "category_id": 2, "iscrowd": 0, "segmentation": [[0,0,2,0,2,2]]}';
const category = '{"id": 2, "name": "cat"}';

function instances(parts: { images?: string; annotations?: string; categories?: string }): string {
  const { images = image, annotations = annotation, categories = category } = parts;
  return `{"info": {"year": 2014}, "images": [${images}], "annotations": [${annotations}], "categories": [${categories}]}`;
}

async function read(content: string | Uint8Array) {
  const index = await indexCoco(scratchFile(content));
  const { ids, images, categories, crowds } = index.annotations;
  return {
    images: [...index.images.ids.values],
    annotations: Array.from({ length: ids.length }, (_, row) => [
      ids.at(row),
      images.at(row),
      categories.at(row),
      crowds.at(row),
    ]),
    categories: index.categories.map(({ id, name }) => [id, name]),
    members: Object.fromEntries(index.members),
    problems: index.problems.lines.map(({ file, reason }) => `${file}: ${reason}`),
  };
}

const plain = {
  images: [1],
  annotations: [[5, 1, 2, 0]],
  categories: [[2, 'cat']],
  members: { info: '{"year": 2014}' },
  problems: [],
};

test('the lists are found in any order, with any white space', async () => {
  expect(await read(instances({}))).toEqual(plain);
  const turned = `\n{ "categories" :[ ${category}\t] ,\r\n"annotations": [${annotation}],"info":{"year": 2014}, "images" : [ ${image} ] }\n`;
  expect(await read(turned)).toEqual(plain);
});

test('records of several megabytes go over the edge of what is read at once', async () => {
  const numbers = Array.from({ length: 800_000 }, (_, k) => k % 977).join(',');
  const large = `{"segmentation": [[${numbers}]], "id": 6, "image_id": 1, "category_id": 2}`;
  const { annotations, problems } = await read(
    instances({ annotations: [annotation, large, annotation.replace('5', '7')].join(', ') }),
  );
  expect(annotations.map(([id]) => id)).toEqual([5, 6, 7]);
  expect(problems).toEqual([]);
});

test.each([
  ['escaped keys', '{"\\u0069d": 5, "image\\u005fid": 1, "category_id": 2}'],
  [
    'repeated keys, of which the last counts',
    '{"id": 9, "image_id": 7, "category_id": 2, "id": 5, "image_id": 1}',
  ],
  ['exponents and fractions', '{"id": 0.5e1, "image_id": 1.0, "category_id": 200e-2}'],
  [
    'names inside strings',
    '{"caption": "\\"id\\": 8, [{", "id": 5, "image_id": 1, "category_id": 2}',
  ],
  [
    'names inside other objects',
    '{"a": {"id": 8, "image_id": 8}, "id": 5, "image_id": 1, "category_id": 2}',
  ],
])('ids are read as JSON.parse reads them: %s', async (_, record) => {
  const read1 = await read(instances({ annotations: record }));
  expect(read1.annotations).toEqual([[5, 1, 2, 0]]);
  expect(read1.problems).toEqual([]);
});

test.each([
  ['no object', '7', 'Its record is not a valid JSON object.'],
  ['null', 'null', 'Its record is not a valid JSON object.'],
  ['a list', '[1, 2]', 'Its record is not a valid JSON object.'],
  ['no id', '{"image_id": 1, "category_id": 2}', 'Its id is not a whole number.'],
  ['a text as id', '{"id": "5", "image_id": 1, "category_id": 2}', 'Its id is not a whole number.'],
  ['NaN as id', '{"id": NaN, "image_id": 1, "category_id": 2}', 'Its id is not a whole number.'],
  [
    'an id beyond 2^53',
    '{"id": 90071992547409930, "image_id": 1, "category_id": 2}',
    'Its id is not a whole number.',
  ],
  ['a negative id', '{"id": -5, "image_id": 1, "category_id": 2}', 'Its id is not a whole number.'],
  ['a missing colon', '{"id" 5}', 'Its record is not a valid JSON object.'],
])('a broken record is a line and never a stop: %s', async (_, record, reason) => {
  const { annotations, problems } = await read(
    instances({ annotations: `${record}, ${annotation}` }),
  );
  expect(annotations).toEqual([[5, 1, 2, 0]]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(reason);
});

test('a record nested 100,000 deep is stepped over', async () => {
  const deep = `{"id": 6, "image_id": 1, "category_id": 2, "a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const { annotations } = await read(instances({ annotations: `${deep}, ${annotation}` }));
  expect(annotations.map(([id]) => id)).toEqual([6, 5]);
});

test('keys that mean something to JavaScript are keys like any other', async () => {
  const { members, annotations } = await read(
    `{"__proto__": {"polluted": true}, "constructor": 1, ${instances({
      annotations: '{"__proto__": {"id": 9}, "id": 5, "image_id": 1, "category_id": 2}',
    }).slice(1)}`,
  );
  expect(Object.keys(members)).toContain('constructor');
  expect(annotations).toEqual([[5, 1, 2, 0]]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a byte order mark is nothing to mind', async () => {
  expect(await read(`\u{feff}${instances({})}`)).toEqual(plain);
});

test('categories that clash or have no name are lines', async () => {
  const { categories, problems } = await read(
    instances({
      categories: `${category}, {"id": 2, "name": "dog"}, {"id": 3, "name": ""}, {"id": 4, "name": 7}, {"name": "x"}`,
    }),
  );
  expect(categories).toEqual([[2, 'cat']]);
  expect(problems).toHaveLength(4);
});

const utf16 = Buffer.from(`\u{feff}${instances({})}`, 'utf16le');
test.each<[string, string | Uint8Array, string]>([
  ['empty', '', 'is empty'],
  ['cut off in a record', instances({}).slice(0, 120), 'ends in the middle'],
  ['cut off in a string', instances({}).slice(0, 60), 'ends in the middle'],
  ['cut off before the last bracket', instances({}).slice(0, -1), 'ends in the middle'],
  ['100,000 opening brackets', '['.repeat(100_000), 'bare list'],
  [
    '100,000 opening brackets in the list',
    `{"images": ${'['.repeat(100_000)}`,
    'ends in the middle',
  ],
  ['100,000 opening braces', '{"a":'.repeat(100_000), 'ends in the middle'],
  ['a bare list of results', '[{"image_id": 1, "category_id": 2, "score": 0.5}]', 'bare list'],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n',
    'Git LFS pointer',
  ],
  ['UTF-16', utf16, 'UTF-16'],
  ['UTF-16 without a mark', utf16.subarray(2), 'UTF-16'],
  ['a ZIP archive', 'PK\u0003\u0004....', 'ZIP'],
  ['gzip', Buffer.of(0x1f, 0x8b, 8, 0), 'gzip'],
  ['a web page', '<!DOCTYPE html><html></html>', 'XML or HTML'],
  [
    'a list that is none',
    instances({}).replace('[{"id": 1,', '{"a": [{"id": 1,').replace('3}]', '3}]}'),
    'no list',
  ],
  ['the same list twice', `${instances({}).slice(0, -1)}, "images": []}`, 'two members'],
  ['something behind its end', `${instances({})} x`, 'not valid JSON'],
  ['a missing comma', instances({ annotations: `${annotation} ${annotation}` }), 'not valid JSON'],
  ['a trailing comma', instances({ annotations: `${annotation},` }), 'not valid JSON'],
  ['no lists', '{"a": 1}', 'no list called'],
])('a file that is none is refused as a whole: %s', async (_, content, reason) => {
  await expect(indexCoco(scratchFile(content))).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(reason),
  });
});

test('a walk that is cancelled ends at once', async () => {
  const abort = new AbortController();
  const reason = new Error('enough');
  abort.abort(reason);
  const long = instances({ annotations: Array(200_000).fill(annotation).join(',') });
  await expect(indexCoco(scratchFile(long), { signal: abort.signal })).rejects.toBe(reason);
});
