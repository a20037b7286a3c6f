import { textOf, valueEnd } from './json-bytes.ts';
import { parseRecord } from './index-coco.ts';
import { memberFinder } from './members.ts';
import { wholeIn } from './numbers.ts';
import { type ArrayName, arrays, scanCoco } from './scan.ts';
import type { CocoCounts } from './write-coco.ts';

/** What is to change in a file. Records are known by their ids in it. */
export interface CocoPatch {
  /** Other texts for annotations; null takes one out. */
  readonly annotations: ReadonlyMap<number, string | null>;
  /** Other texts for categories. */
  readonly categories: ReadonlyMap<number, string>;
  /** Records to add at the end of each list. */
  readonly added: Readonly<Record<ArrayName, readonly string[]>>;
}

/**
 * Copies an instances file record by record and patches it on the way; whatever is not patched keeps its text and
 * place. Answers how many records with a whole-number id there are of each kind, which is what an index would count.
 */
export async function mergeCoco(
  file: string,
  patch: CocoPatch,
  { write, signal }: { write: (content: string | Uint8Array) => void; signal: AbortSignal },
): Promise<CocoCounts> {
  const { members, find } = memberFinder(['id']);
  const counts = { images: 0, annotations: 0, categories: 0 };
  let isFirstMember = true;
  let isFirstElement = true;

  function key(name: string): void {
    write(`${isFirstMember ? '{' : ',\n'}${JSON.stringify(name)}: `);
    isFirstMember = false;
  }
  function element(content: string | Uint8Array): void {
    write(isFirstElement ? '\n' : ',\n');
    write(content);
    isFirstElement = false;
  }
  function close(array: ArrayName): void {
    for (const text of patch.added[array]) element(text);
    counts[array] += patch.added[array].length;
    write('\n]');
  }

  const written = new Set<ArrayName>();
  await scanCoco({
    file,
    signal,
    structure: {
      member(name, text) {
        key(name);
        write(text);
      },
      open(array) {
        key(array);
        write('[');
        isFirstElement = true;
        written.add(array);
      },
      close,
    },
    element({ array, bytes, start, end }) {
      const stop = find(bytes, start, end);
      const isPlain = stop >= 0 && !members.escaped;
      const next = isPlain ? stop : valueEnd(bytes, start, end);
      if (next < 0) return next;
      const id = isPlain
        ? wholeIn(bytes, members.spans[0]!, members.spans[1]!)
        : idOf(textOf(bytes, start, next));
      const change =
        array === 'images' || id < 0
          ? undefined
          : (array === 'annotations' ? patch.annotations : patch.categories).get(id);
      if (change === null) return next;
      // A copy: the window behind `bytes` is read into again before the text is on the disk.
      element(change ?? Buffer.from(bytes.subarray(start, next)));
      counts[array]++;
      return next;
    },
  });
  for (const array of arrays) {
    if (written.has(array)) continue;
    key(array);
    write('[');
    isFirstElement = true;
    close(array);
  }
  write('}\n');
  return counts;
}

function idOf(text: string): number {
  const id = parseRecord(text)?.get('id');
  return typeof id === 'number' ? id : -1;
}
