import { expect, test } from 'vitest';
import { readAnnotation } from '../../../app/formats/coco/read-annotation.ts';
import { shapeOfRecord } from '../../../app/formats/coco/shape.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';

const size = { width: 40, height: 30 };

function judge(record: string) {
  const bytes = Buffer.from(`xx${record}yy`);
  return readAnnotation(bytes, { start: 2, end: bytes.length - 2, size });
}

function drawn(segmentation: string, rest = ''): string {
  return `{"id": 1, "image_id": 1, "category_id": 1${rest}, "segmentation": ${segmentation}}`;
}

test('area and box are the file’s own where it has them', () => {
  const rest = ', "area": 12.5, "bbox": [1, 2.5, 3, 4]';
  expect(judge(drawn('[[0,0,10,0,10,10]]', rest))).toEqual({
    areaPx2: 12.5,
    bounds: { x: 1, y: 2.5, width: 3, height: 4 },
    note: null,
  });
});

test('else they are those of the shape', () => {
  expect(judge(drawn('[[0,0,10,0,10,10,0,10],[20,5,22,5,22,9]]'))).toEqual({
    areaPx2: 104,
    bounds: { x: 0, y: 0, width: 22, height: 10 },
    note: null,
  });
  expect(judge(drawn('{"size": [30, 40], "counts": [31, 2, 1167]}'))).toMatchObject({
    areaPx2: 2,
    bounds: { x: 1, y: 1, width: 1, height: 2 },
  });
});

test('a polygon of four numbers is a box, as for pycocotools, and is told of', () => {
  const record = drawn('[[2, 3, 10, 5]]');
  expect(judge(record)).toMatchObject({
    areaPx2: 50,
    bounds: { x: 2, y: 3, width: 10, height: 5 },
    note: expect.stringContaining('box'),
  });
  expect(shapeOfRecord(record, size)).toEqual({
    kind: 'polygons',
    polygons: [[2, 3, 2, 8, 12, 8, 12, 3]],
  });
});

test('later polygons of two points or one enclose nothing and do no harm', () => {
  const record = drawn('[[0,0,10,0,10,10],[1,1,5,5],[3,3]]');
  expect(judge(record)).toMatchObject({ areaPx2: 50, note: null });
  const { segmentation } = JSON.parse(record) as { segmentation: unknown };
  expect(rleFromSegmentation(segmentation, 30, 40)).toEqual(
    rleFromSegmentation([[0, 0, 10, 0, 10, 10]], 30, 40),
  );
});

test('a polygon that reaches outside is taken', () => {
  expect(judge(drawn('[[-5,-5,60,0,20,50]]'))).toHaveProperty('areaPx2');
});

test.each([
  ['NaN', drawn('[[0,0,NaN,0,10,10]]'), 'not a finite number'],
  ['Infinity', drawn('[[0,0,Infinity,0,10,10]]'), 'not a finite number'],
  ['a number beyond all', drawn('[[0,0,1e999,0,10,10]]'), 'not a finite number'],
  ['a text as coordinate', drawn('[[0,0,"5",0,10,10]]'), 'not a finite number'],
  ['an odd count', drawn('[[0,0,10,0,10,10,5]]'), 'odd count'],
  ['two numbers', drawn('[[3,4]]'), 'fewer than 3 points'],
  ['no numbers', drawn('[[]]'), 'empty'],
  ['no polygons', drawn('[]'), 'empty'],
  ['a flat list', drawn('[0,0,10,0,10,10]'), 'not a list of polygons'],
  ['a list too deep', drawn('[[[0,0,10,0,10,10]]]'), 'not a list of polygons'],
  ['boxes and polygons mixed', drawn('[[1,2,3,4],[0,0,10,0,10,10]]'), 'box'],
  ['wholly outside', drawn('[[100,100,110,100,110,110]]'), 'outside'],
  ['wholly outside to the left', drawn('[[-9,0,-1,0,-1,9]]'), 'outside'],
  ['corners a billion pixels away', drawn('[[0,0,1000000000,5,10,1000000000]]'), 'longer than'],
  ['a minus without a number', drawn('[[0,0,-,0,10,10]]'), 'not a finite number'],
  ['a number without its whole part', drawn('[[0,0,.5,0,10,10]]'), 'not a finite number'],
  ['a number with an open end', drawn('[[0,0,5.,0,10,10]]'), 'not a finite number'],
  ['a leading zero', drawn('[[0,0,05,0,10,10]]'), 'not a finite number'],
  ['null', drawn('null'), 'no segmentation'],
  ['none at all', '{"id": 1, "bbox": [1,2,3,4]}', 'no segmentation'],
  ['a number', drawn('5'), 'no segmentation'],
  ['runs that do not add up', drawn('{"size": [30, 40], "counts": [5, 5]}'), 'add up to 10'],
  ['runs of another size', drawn('{"size": [40, 30], "counts": [1200]}'), 'size other than'],
  [
    'runs of a billion',
    drawn('{"size": [1000000000, 1000000000], "counts": [1]}'),
    'size other than',
  ],
  ['negative runs', drawn('{"size": [30, 40], "counts": [1201, -1]}'), 'whole numbers'],
  ['broken runs', drawn('{"size": [30, 40], "counts": [1.5, 1198.5]}'), 'whole numbers'],
  ['runs that are NaN', drawn('{"size": [30, 40], "counts": [NaN]}'), 'not valid JSON'],
  [
    'runs with letters beyond the code',
    drawn('{"size": [30, 40], "counts": "zzz~"}'),
    'not part of the code',
  ],
  ['runs cut off', drawn('{"size": [30, 40], "counts": "oo"}'), 'end in the middle'],
  ['no runs', drawn('{"size": [30, 40]}'), 'neither a list nor a string'],
  ['a record with NaN elsewhere', drawn('[[0,0,10,0,10,10]]', ', "score": NaN'), 'not valid JSON'],
  [
    'a record with a raw line break in a text',
    drawn('[[0,0,10,0,10,10]]', ', "a": "b\nc"'),
    'not valid JSON',
  ],
  [
    'a record nested 100 deep',
    drawn('[[0,0,10,0,10,10]]', `, "a": ${'['.repeat(100)}${']'.repeat(100)}`),
    'not valid JSON',
  ],
  ['a trailing comma', drawn('[[0,0,10,0,10,10],]'), 'not a list of polygons'],
])('is left out with a reason: %s', (_, record, reason) => {
  expect(judge(record)).toEqual({ reason: expect.stringContaining(reason) });
});

test('text that is no UTF-8 is left out', () => {
  const record = Buffer.concat([
    Buffer.from('{"id": 1, "a": "'),
    Buffer.of(0xff, 0xfe),
    Buffer.from('", "segmentation": [[0,0,10,0,10,10]]}'),
  ]);
  expect(readAnnotation(record, { start: 0, end: record.length, size })).toEqual({
    reason: expect.stringContaining('UTF-8'),
  });
});

test('keys with escapes are understood', () => {
  expect(judge('{"\\u0073egmentation": [[0,0,10,0,10,10]]}')).toMatchObject({ areaPx2: 50 });
});
