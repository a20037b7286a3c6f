import { StudioError } from '../../contract/errors.ts';

/** What a file of class names says. */
export interface ClassNames {
  /** By value, 1 to 255; background is not among them. */
  readonly names: ReadonlyMap<number, string>;
  /** The values of lines called “ignore”, “void” or “unlabelled”. */
  readonly ignored: ReadonlySet<number>;
}

const background = /^_*(?:background|bg)_*$/i;
const ignore = /^_*(?:ignore|void|unlabell?ed)_*$/i;
const mostCharacters = 1_000_000;

/**
 * Reads class names, one a line: with the value ahead of each (`1 cat`, as `export masks` writes classes.txt), or
 * without, when the first line is value 0, the background, and is called so: a list that leaves it out would shift every
 * class by one, and nobody would be told. Lines that begin with # are comments. Throws StudioError.
 */
export function classNamesIn(text: string, file: string): ClassNames {
  const lines = text
    .slice(0, mostCharacters)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const numbered = lines.map((line) => /^(\d{1,9})[\s:,=]+(\S.*)$/.exec(line));
  const isNumbered = lines.length > 0 && numbered.every((match) => match !== null);
  if (!isNumbered && !background.test(lines[0] ?? '')) {
    throw new StudioError(
      'bad-input',
      `“${file}” was expected to name a class a line, with its value ahead (“1 cat”), or to begin with “background” for value 0. Its first line is “${(lines[0] ?? '').slice(0, 60)}”: put the values ahead of the names.`,
    );
  }
  const names = new Map<number, string>();
  const ignored = new Set<number>();
  for (const [line, text] of lines.entries()) {
    const value = isNumbered ? Number(numbered[line]![1]) : line;
    const name = isNumbered ? numbered[line]![2]! : text;
    if (value > 255) {
      throw new StudioError(
        'bad-input',
        `“${file}” gives “${name.slice(0, 60)}” the value ${value}, and a grey value is 0 to 255.`,
      );
    }
    if (value === 0) continue;
    if (ignore.test(name)) ignored.add(value);
    else if (names.has(value) || [...names.values()].includes(name)) {
      throw new StudioError(
        'bad-input',
        `“${file}” names value ${value} or “${name.slice(0, 60)}” twice. Every class has one value and one name.`,
      );
    } else names.set(value, name);
  }
  return { names, ignored };
}

/**
 * The values that say nothing: the one asked for and those that the names say; none where null is asked for. Where nobody
 * says anything it is 255, unless that is the name of a class.
 */
export function ignoredValues(
  named: ClassNames | null,
  asked: number | null | undefined,
): ReadonlySet<number> {
  if (asked === null) return new Set();
  const ignored = new Set(named?.ignored);
  if (asked !== undefined) return ignored.add(asked);
  return ignored.size > 0 || named?.names.has(255) === true ? ignored : new Set([255]);
}
