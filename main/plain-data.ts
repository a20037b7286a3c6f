/** What a message may hold at most. A picture of polygons is far below it; what comes over HTTP is held to the same length. */
const most = { depth: 48, values: 4_000_000, characters: 64 * 1024 * 1024 } as const;

/**
 * Whether a value is what JSON can say and no more than a message may hold. What arrives through Electron can be much
 * else: circles, maps, dates, buffers, bigints. None of it would reach the studio as it was, and some would stop main.
 */
export function isPlainData(value: unknown): boolean {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: one, depth } = next;
    values += 1;
    characters += typeof one === 'string' ? one.length : 0;
    if (values > most.values || characters > most.characters || depth > most.depth) {
      return false;
    }
    if (typeof one !== 'object' || one === null) {
      if (!isPlainValue(one)) {
        return false;
      }
      continue;
    }
    const inside = insideOf(one);
    if (inside === null || values + waiting.length + inside.length > most.values) {
      return false;
    }
    characters += charactersOfKeys(one);
    for (const each of inside) {
      waiting.push({ value: each, depth: depth + 1 });
    }
  }
  return true;
}

function isPlainValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    default:
      return value === null;
  }
}

/** Null for objects of a kind, and for one that would set a prototype where somebody copies it. */
function insideOf(value: object): readonly unknown[] | null {
  if (Array.isArray(value)) {
    // One with holes may claim to be longer than any memory.
    return value.length > most.values ? null : (value as readonly unknown[]);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return !isPlain || Object.prototype.hasOwnProperty.call(value, '__proto__')
    ? null
    : Object.values(value);
}

function charactersOfKeys(value: object): number {
  return Array.isArray(value) ? 0 : Object.keys(value).reduce((sum, key) => sum + key.length, 0);
}
