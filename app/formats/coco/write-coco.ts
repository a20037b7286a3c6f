import { StudioError } from '../../contract/errors.ts';
import { indexCoco } from './index-coco.ts';
import { type ArrayName, arrays } from './scan.ts';

/** What an instances file is to hold: JSON texts, taken as they come. */
export interface CocoContent {
  /** Top-level members other than the three lists: [key, JSON text]. */
  readonly members: Iterable<readonly [string, string]>;
  readonly images: Records;
  readonly annotations: Records;
  readonly categories: Records;
}

type Records = Iterable<string> | AsyncIterable<string>;

export type CocoCounts = Readonly<Record<ArrayName, number>>;

/** Writes an instances file to wherever `write` leads, record by record. Answers how many of each kind there are. */
export async function writeCoco(
  write: (text: string) => void,
  content: CocoContent,
  signal: AbortSignal,
): Promise<CocoCounts> {
  const counts = { images: 0, annotations: 0, categories: 0 };
  let separator = '{';
  for (const [key, text] of content.members) {
    write(`${separator}${JSON.stringify(key)}: ${text}`);
    separator = ',\n';
  }
  for (const array of arrays) {
    write(`${separator}"${array}": [`);
    separator = ',\n';
    for await (const text of content[array]) {
      signal.throwIfAborted();
      write(counts[array]++ === 0 ? `\n${text}` : `,\n${text}`);
    }
    write('\n]');
  }
  write('}\n');
  return counts;
}

/** Reads what was written as an import would, and compares the counts. Throws when anything is amiss. */
export async function checkWritten(
  path: string,
  counts: CocoCounts,
  signal: AbortSignal,
): Promise<void> {
  const { images, annotations, categories, problems } = await indexCoco(path, { signal });
  const isWhole =
    images.ids.length === counts.images &&
    annotations.ids.length === counts.annotations &&
    categories.length === counts.categories;
  if (isWhole) return;
  const reason = problems.lines[0]?.reason ?? 'Some records are missing.';
  throw new StudioError(
    'internal',
    `The file that was written does not read back as it should, so it was not kept. ${reason}`,
  );
}
