/** fpm's command line, as far as electron-builder uses it for a .deb. */
export interface FpmWords {
  /** The last value of an option, or '' where it was not given. */
  readonly one: (option: string) => string;
  readonly all: (option: string) => readonly string[];
  /** What goes where in the package; a source that ends in a slash stands for what is in it. */
  readonly places: readonly { readonly from: string; readonly to: string }[];
}

const flags = new Set(['force', 'debug', 'verbose']);

export function readFpmWords(argv: readonly string[]): FpmWords {
  const options = new Map<string, string[]>();
  const places: { from: string; to: string }[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [, name, inline] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      const cut = word.lastIndexOf('=');
      places.push({ from: word.slice(0, cut), to: word.slice(cut + 1) });
    } else if (!flags.has(name)) {
      const value = inline ?? argv[(at += 1)] ?? '';
      options.set(name, [...(options.get(name) ?? []), value]);
    }
  }
  const all = (option: string) => options.get(option) ?? [];
  return { one: (option) => all(option).at(-1) ?? '', all, places };
}

/** Debian's control file. A description's first line is its summary; the others are indented, an empty one is a dot. */
export function controlText({ one, all }: FpmWords, installedKib: number): string {
  const [summary = '', ...rest] = one('description').trim().split('\n');
  const description = [
    summary,
    ...rest.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
  ];
  const fields = {
    Package: one('name'),
    Version: one('version'),
    Architecture: one('architecture'),
    Maintainer: one('maintainer'),
    'Installed-Size': String(installedKib),
    Depends: all('d').join(', '),
    Recommends: all('deb-recommends').join(', '),
    Section: one('category'),
    Priority: one('deb-priority'),
    Homepage: one('url'),
    Description: description.join('\n'),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== '');
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}
