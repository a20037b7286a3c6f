import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StudioError } from '../../../app/contract/errors.ts';
import { indexCoco } from '../../../app/formats/coco/index-coco.ts';
import { valueEnd } from '../../../app/formats/coco/json-bytes.ts';
import { memberFinder } from '../../../app/formats/coco/members.ts';
import { numberIn } from '../../../app/formats/coco/numbers.ts';
import { readAnnotation } from '../../../app/formats/coco/read-annotation.ts';
import { replaceMembers } from '../../../app/formats/coco/replace-members.ts';
import { strictEnd } from '../../../app/formats/coco/strict.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { scratchFile } from './scratch.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const small = {
  info: { year: 2014, description: 'a \\ "b" ü [{' },
  images: [
    { id: 1, file_name: 'a.jpg', width: 20, height: 10 },
    { id: 2, file_name: 'b/c.jpg', width: 6, height: 5, note: null },
  ],
  annotations: [
    {
      id: 1,
      image_id: 1,
      category_id: 1,
      iscrowd: 0,
      segmentation: [[1, 1, 8.25, 1, 8, 8]],
      area: 4.5,
      bbox: [1, 1, 7, 7],
    },
    {
      id: 2,
      image_id: 2,
      category_id: 2,
      iscrowd: 1,
      segmentation: { size: [5, 6], counts: [3, 4, 23] },
    },
    {
      id: 3,
      image_id: 2,
      category_id: 1,
      iscrowd: 0,
      segmentation: { size: [5, 6], counts: '34g0' },
    },
  ],
  categories: [
    { id: 1, name: 'cat' },
    { id: 2, name: 'dog' },
  ],
};

/** A few bytes of a text changed, taken out or put in. */
function damaged(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text);
  const place = fc.nat(bytes.length - 1);
  const interesting = fc.constantFrom(...Buffer.from('{}[]",:\\0-eEN\n\0\u{ff}'), 0x80, 0xff);
  const change = fc.oneof(
    fc.record({
      at: place,
      take: fc.constant(1),
      put: fc.array(interesting, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ at: place, take: fc.integer({ min: 1, max: 40 }), put: fc.constant<number[]>([]) }),
    fc.record({ at: place, take: fc.constant(0), put: fc.array(fc.nat(255), { maxLength: 6 }) }),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (whole, { at, take, put }) =>
          Buffer.concat([whole.subarray(0, at), Buffer.from(put), whole.subarray(at + take)]),
        bytes,
      ),
    );
}

test('damaged files are refused with a sentence or read with a report, never a crash', async () => {
  const file = scratchFile('');
  await fc.assert(
    fc.asyncProperty(damaged(JSON.stringify(small, null, 1)), async (bytes) => {
      writeFileSync(file, bytes);
      try {
        const { annotations } = await indexCoco(file);
        for (let row = 0; row < annotations.ids.length; row++) {
          const start = annotations.offsets.at(row);
          const end = start + annotations.lengths.at(row);
          const text = bytes.subarray(start, end);
          const facts = readAnnotation(text, {
            start: 0,
            end: text.length,
            size: { width: 20, height: 10 },
          });
          if ('reason' in facts) continue;
          // Whatever is let in can be drawn and written out again.
          const { segmentation } = JSON.parse(text.toString()) as { segmentation: unknown };
          rleFromSegmentation(segmentation, 10, 20);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(StudioError);
      }
    }),
    { numRuns: 2000 },
  );
}, 120_000);

test('numbers are those of JSON.parse, to the last bit', () => {
  const written = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc
      .tuple(fc.integer({ min: 0, max: 99999 }), fc.stringMatching(/^\d{1,12}$/))
      .map(([a, b]) => `${a}.${b}`),
    fc.stringMatching(/^-?\d{0,3}(\.\d{0,3})?([eE][+-]?\d{0,2})?$/),
  );
  fc.assert(
    fc.property(written, (text) => {
      const bytes = Buffer.from(text);
      const value = numberIn(bytes, 0, bytes.length);
      if (parses(text) && Number.isFinite(JSON.parse(text))) expect(value).toBe(JSON.parse(text));
      else expect(Number.isFinite(value)).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

test('what is strictly JSON here is so for JSON.parse, and the other way round', () => {
  const text = fc.oneof(
    fc.json({ maxDepth: 4 }),
    damaged('{"a": [1, -2.5e3, true, null], "b\\u00e4": {"c": "\\n\\"", "d": false}}').map(
      (bytes) => bytes.toString(),
    ),
  );
  fc.assert(
    fc.property(text, (json) => {
      const trimmed = json.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
      const bytes = Buffer.from(trimmed);
      const end = strictEnd(bytes, 0, { end: bytes.length });
      expect(end === bytes.length && bytes.length > 0).toBe(parses(trimmed));
    }),
    { numRuns: 3000 },
  );
});

test('a value ends where JSON says, whatever follows', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (json) => {
      const bytes = Buffer.from(`${json},`);
      expect(valueEnd(bytes, 0, bytes.length)).toBe(bytes.length - 1);
    }),
  );
});

test('members are found as JSON.parse finds them', () => {
  const key = fc.constantFrom('id', 'image_id', 'x', 'segmentation', '__proto__', 'ä');
  const object = fc.array(fc.tuple(key, fc.jsonValue({ maxDepth: 2 })), { maxLength: 6 });
  fc.assert(
    fc.property(object, (entries) => {
      const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(' ,')} }`;
      const bytes = Buffer.from(text);
      const { members, find } = memberFinder(['id', 'segmentation']);
      expect(find(bytes, 0, bytes.length)).toBe(bytes.length);
      const parsed = new Map(Object.entries(JSON.parse(text) as object));
      for (const [k, name] of ['id', 'segmentation'].entries()) {
        const found = bytes.subarray(members.spans[2 * k], members.spans[2 * k + 1]).toString();
        if (parsed.has(name)) expect(JSON.parse(found)).toEqual(parsed.get(name));
        else expect(members.spans[2 * k]).toBe(-1);
      }
    }),
  );
});

test('replacing members changes those and nothing else', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const object = fc.dictionary(fc.constantFrom('id', 'area', 'b', 'c d', 'é'), value);
  fc.assert(
    fc.property(
      object,
      fc.dictionary(fc.constantFrom('id', 'area', 'bbox'), value),
      fc.constantFrom(0, 1, 2),
      (before, changes, space) => {
        const text = JSON.stringify(before, null, space);
        const texts = new Map(
          Object.entries(changes).map(([key, to]) => [key, JSON.stringify(to)]),
        );
        const after = replaceMembers(text, texts);
        expect(JSON.parse(after)).toEqual(JSON.parse(JSON.stringify({ ...before, ...changes })));
        if (texts.size === 0) expect(after).toBe(text);
      },
    ),
  );
});
