/**
 * What this page uses and Chromium 83 lacks, so that the window can be tested in the one Electron that every test computer
 * can have. Built into the page of the tests alone (see vite.config.ts): nobody else ever loads it.
 */

type Method = (this: never, ...args: never[]) => unknown;

/** Adds a method where there is none, not enumerable, as the browser's own are. */
function lend(target: object, name: string, value: Method): void {
  if (!(name in target)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? this.length + whole : whole];
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
for (const prototype of [Array.prototype, String.prototype, typedArray]) {
  lend(prototype, 'at', at);
}

lend(Array.prototype, 'findLast', function (this: unknown[], matches: (item: unknown) => boolean) {
  for (let index = this.length - 1; index >= 0; index -= 1) {
    if (matches(this[index])) {
      return this[index];
    }
  }
  return undefined;
});

lend(
  Array.prototype,
  'toSorted',
  function (this: unknown[], compare?: (one: unknown, other: unknown) => number) {
    return [...this].sort(compare);
  },
);

lend(Array.prototype, 'toReversed', function (this: unknown[]) {
  return [...this].reverse();
});

lend(
  Array.prototype,
  'toSpliced',
  function (this: unknown[], ...change: [start: number, remove: number, ...added: unknown[]]) {
    const copy = [...this];
    copy.splice(...change);
    return copy;
  },
);

lend(Array.prototype, 'with', function (this: unknown[], index: number, value: unknown) {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});

lend(
  String.prototype,
  'replaceAll',
  function (this: string, sought: string | RegExp, put: (match: string) => string) {
    return typeof sought === 'string'
      ? this.replace(new RegExp(sought.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'), put)
      : this.replace(sought, put);
  },
);

lend(Object, 'hasOwn', (value: object, key: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(value, key),
);

lend(Crypto.prototype, 'randomUUID', function (this: Crypto) {
  const bytes = this.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
});

const matches: (this: Element, selectors: string) => boolean = Reflect.get(
  Element.prototype,
  'matches',
);
Object.defineProperty(Element.prototype, 'matches', {
  // Which focus is to be seen is known from Chromium 86 on; before, a selector that asks for it throws.
  value(this: Element, selectors: string) {
    return matches.call(this, selectors.replace(':focus-visible', ':not(*)'));
  },
});
