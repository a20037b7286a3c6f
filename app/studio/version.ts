import { readFileSync } from 'node:fs';

let known: string | undefined;

/** The program's version, from its package. */
export function programVersion(): string {
  if (known === undefined) {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    known = (JSON.parse(text) as { readonly version: string }).version;
  }
  return known;
}
