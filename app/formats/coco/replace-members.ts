import { closeBrace, textOf } from './json-bytes.ts';
import { memberFinder } from './members.ts';

/**
 * The record with some members replaced by other JSON texts (added when missing), and every other byte as it was:
 * what other programs put into a record is theirs. `text` is a JSON object.
 */
export function replaceMembers(text: string, changes: ReadonlyMap<string, string>): string {
  if (changes.size === 0) return text;
  const keys = [...changes.keys()];
  const { members, find } = memberFinder(keys);
  const bytes = Buffer.from(text);
  const end = find(bytes, 0, bytes.length);
  if (end < 0) throw new Error('a stored record is not a JSON object');
  if (members.escaped) return replaceMembers(JSON.stringify(JSON.parse(text)), changes);
  const found = keys
    .map((key, k) => ({ key, from: members.spans[2 * k]!, to: members.spans[2 * k + 1]! }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => a.from - b.from);
  let replaced = '';
  let copied = 0;
  for (const { key, from, to } of found) {
    replaced += textOf(bytes, copied, from) + (changes.get(key) ?? 'null');
    copied = to;
  }
  const present = new Set(found.map(({ key }) => key));
  const added = keys
    .filter((key) => !present.has(key))
    .map((key) => `${JSON.stringify(key)}: ${changes.get(key) ?? 'null'}`);
  if (added.length === 0) return replaced + textOf(bytes, copied, bytes.length);
  const brace = bytes.lastIndexOf(closeBrace);
  const before = (replaced + textOf(bytes, copied, brace)).trimEnd();
  return `${before}${before.endsWith('{') ? '' : ', '}${added.join(', ')}}`;
}
