import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a person typed is not what a command takes: told in a sentence, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** One flag of a command: what stands after it, what it means, and how its text becomes a value. */
export interface Option<T> {
  /** Such as `DIR`; null for a switch, which takes nothing. */
  readonly value: string | null;
  readonly help: string;
  /** Of the text after the flag; undefined when the flag was not given. */
  readonly parse: (text: string | undefined, flag: string) => T;
  readonly required: boolean;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** Relative paths are the caller's: whoever starts this process leaves it in the caller's folder. */
export function path(value: string, help: string): Option<string | undefined> {
  return optional(value, help, (text) => resolve(text));
}

export function words(value: string, help: string): Option<string | undefined> {
  return optional(value, help, (text) => text);
}

export function list(value: string, help: string): Option<readonly string[] | undefined> {
  return optional(value, help, (text) => {
    const items = text.split(',').map((item) => item.trim());
    return items.filter((item) => item !== '');
  });
}

/** A number as decimals are written; `whole` ones have no fraction. */
export function decimal(value: string, help: string): Option<number | undefined> {
  return optional(value, help, (text, flag) => {
    if (!/^\d*\.?\d+(e[+-]?\d+)?$/i.test(text)) {
      throw new UsageError(`--${flag} takes a number of 0 or more, and “${text}” is none.`);
    }
    return Number(text);
  });
}

export function whole(value: string, help: string): Option<number | undefined> {
  return optional(value, help, (text, flag) => {
    if (!/^\d{1,15}$/.test(text)) {
      throw new UsageError(`--${flag} takes a whole number of 0 or more, and “${text}” is none.`);
    }
    return Number(text);
  });
}

/** A whole number, or a word in its place. */
export function wholeOr<const W extends string>(
  value: string,
  word: W,
  help: string,
): Option<number | W | undefined> {
  const { parse } = whole(value, help);
  return optional(value, help, (text, flag) => (text === word ? word : parse(text, flag)));
}

export function choice<const C extends string>(
  choices: readonly C[],
  help: string,
  { hidden = [] as readonly C[] } = {},
): Option<C | undefined> {
  const shown = choices.filter((candidate) => !hidden.includes(candidate));
  return optional(shown.join('|'), help, (text, flag) => {
    const found = choices.find((candidate) => candidate === text);
    if (found === undefined) {
      throw new UsageError(`--${flag} takes ${shown.join(' or ')}, and not “${text}”.`);
    }
    return found;
  });
}

export function flag(help: string): Option<boolean> {
  return { value: null, help, required: false, parse: (text) => text !== undefined };
}

export function required<T>(option: Option<T | undefined>): Option<T> {
  return {
    ...option,
    required: true,
    parse(text, name) {
      const value = option.parse(text, name);
      if (value === undefined) {
        throw new UsageError(`--${name} ${option.value ?? ''} is needed.`);
      }
      return value;
    },
  };
}

export function otherwise<T>(option: Option<T | undefined>, value: T): Option<T> {
  return { ...option, parse: (text, name) => option.parse(text, name) ?? value };
}

function optional<T>(
  value: string,
  help: string,
  parse: (text: string, flag: string) => T,
): Option<T | undefined> {
  return {
    value,
    help,
    required: false,
    parse: (text, name) => (text === undefined ? undefined : parse(text, name)),
  };
}

/** Values of the arguments; whatever the command does not know is refused. */
export function parseOptions<O extends Options>(options: O, argv: readonly string[]): Values<O> {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const typed = readArguments(argv, config);
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const given = typed[name];
      return [name, option.parse(given === true ? '' : given, name)];
    }),
  ) as Values<O>;
}

function readArguments(
  argv: readonly string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
): Readonly<Record<string, string | true | undefined>> {
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    return values as Record<string, string | true | undefined>;
  } catch (error) {
    // Node's first sentence says what is wrong; what follows is advice about its own syntax.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(sentence.endsWith('.') ? sentence : `${sentence}.`);
  }
}
