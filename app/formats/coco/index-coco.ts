import { Column } from './column.ts';
import { incomplete, textOf, valueEnd } from './json-bytes.ts';
import { memberFinder } from './members.ts';
import { numberIn, wholeIn } from './numbers.ts';
import { Problems } from './problems.ts';
import { type Element, scanCoco } from './scan.ts';

export interface CocoCategory {
  readonly id: number;
  readonly name: string;
  /** The record as the file has it. */
  readonly text: string;
}

/** Where every record of an instances file lies and what it refers to: a few dozen bytes a record. */
export interface CocoIndex {
  readonly file: string;
  readonly bytes: number;
  /** The other top-level members, key to original text. */
  readonly members: ReadonlyMap<string, string>;
  readonly categories: readonly CocoCategory[];
  readonly images: { readonly ids: Column; readonly offsets: Column; readonly lengths: Column };
  readonly annotations: {
    readonly ids: Column;
    readonly images: Column;
    readonly categories: Column;
    readonly crowds: Column;
    readonly offsets: Column;
    readonly lengths: Column;
  };
  readonly problems: Problems;
}

export interface IndexOptions {
  readonly progress?: (bytes: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

const imageKeys = ['id'] as const;
const annotationKeys = ['id', 'image_id', 'category_id', 'iscrowd'] as const;

/** The first of two passes: one walk over the file, no record is parsed except the categories. */
export async function indexCoco(file: string, options: IndexOptions = {}): Promise<CocoIndex> {
  const problems = new Problems();
  const categories = new Map<number, CocoCategory>();
  const images = { ids: new Column(), offsets: new Column(), lengths: new Column() };
  const annotations = {
    ids: new Column(),
    images: new Column(),
    categories: new Column(),
    crowds: new Column(),
    offsets: new Column(),
    lengths: new Column(),
  };
  const imageFields = numberFields(imageKeys);
  const annotationFields = numberFields(annotationKeys);

  const { bytes, members } = await scanCoco({
    file,
    ...options,
    element: (element) => {
      const { array, start, offset } = element;
      if (array === 'categories') return readCategory(element, categories, problems);
      const fields = array === 'images' ? imageFields : annotationFields;
      const end = fields.read(element);
      if (end < 0) return end;
      const [id = -1, image = -1, category = -1, crowd = 0] = fields.values;
      const what = array === 'images' ? 'image' : 'annotation';
      if (!fields.good) {
        problems.add(`${what} at byte ${offset}`, 'Its record is not a valid JSON object.');
      } else if (id < 0) {
        problems.add(`${what} at byte ${offset}`, 'Its id is not a whole number.');
      } else if (array === 'images') {
        images.ids.push(id);
        images.offsets.push(offset);
        images.lengths.push(end - start);
      } else if (image < 0 || category < 0) {
        const field = image < 0 ? 'image_id' : 'category_id';
        problems.add(`annotation ${id}`, `Its ${field} is not a whole number.`);
      } else {
        annotations.ids.push(id);
        annotations.images.push(image);
        annotations.categories.push(category);
        annotations.crowds.push(crowd > 0 ? 1 : 0);
        annotations.offsets.push(offset);
        annotations.lengths.push(end - start);
      }
      return end;
    },
  });
  return {
    file,
    bytes,
    members,
    categories: [...categories.values()],
    images,
    annotations,
    problems,
  };
}

/** Reads whole-number members of one record after another into the same few slots; -1 where there is none. */
function numberFields(keys: readonly string[]): {
  readonly values: Float64Array;
  good: boolean;
  read: (element: Element) => number;
} {
  const { members, find } = memberFinder(keys);
  const values = new Float64Array(keys.length);
  const fields = { values, good: true, read };
  function read({ bytes, start, end }: Element): number {
    const stop = find(bytes, start, end);
    fields.good = true;
    if (stop === incomplete) return stop;
    if (stop < 0 || members.escaped) return readSlowly(bytes, start, end);
    for (let k = 0; k < values.length; k++) {
      values[k] = fieldIn(bytes, members.spans[2 * k]!, members.spans[2 * k + 1]!);
    }
    return stop;
  }
  /** For records that are oddly written, or no objects at all. */
  function readSlowly(bytes: Buffer, start: number, end: number): number {
    const stop = valueEnd(bytes, start, end);
    if (stop < 0) return stop;
    const record = parseRecord(textOf(bytes, start, stop));
    fields.good = record !== null;
    for (let k = 0; k < keys.length; k++) {
      const value = record?.get(keys[k]!);
      const text = Buffer.from(JSON.stringify(value ?? null));
      values[k] = fieldIn(text, 0, text.length);
    }
    return stop;
  }
  return fields;
}

function fieldIn(bytes: Uint8Array, start: number, end: number): number {
  if (start >= 0 && bytes[start] === 0x74) return numberIn(Buffer.from('1'), 0, 1); // iscrowd: true
  return wholeIn(bytes, start, end);
}

/** The own members of a record, or null when the text is no JSON object. */
export function parseRecord(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value));
  } catch {
    return null;
  }
}

function readCategory(
  { bytes, start, end, offset }: Element,
  categories: Map<number, CocoCategory>,
  problems: Problems,
): number {
  const stop = valueEnd(bytes, start, end);
  if (stop < 0) return stop;
  const text = textOf(bytes, start, stop);
  const record = parseRecord(text);
  const id = record?.get('id');
  const name = record?.get('name');
  const where = `category at byte ${offset}`;
  if (record === null) {
    problems.add(where, 'Its record is not a valid JSON object.');
  } else if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
    problems.add(where, 'Its id is not a whole number.');
  } else if (typeof name !== 'string' || name.trim() === '' || name.length > 200) {
    problems.add(`category ${id}`, 'Its name is not a text of 1 to 200 characters.');
  } else if (categories.has(id)) {
    problems.add(`category ${id}`, `“${name}” has an id that is taken; the first one is kept.`);
  } else {
    categories.set(id, { id, name: name.trim(), text });
  }
  return stop;
}
