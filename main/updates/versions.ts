/** Versions as semver 2 orders them: 1.2.0-beta.2 < 1.2.0-beta.11 < 1.2.0. What follows a plus counts for nothing. */

const shape =
  /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

interface Version {
  readonly numbers: readonly number[];
  readonly early: readonly string[];
}

export function isVersion(text: string): boolean {
  return text.length <= 100 && shape.test(text);
}

/** Below zero when `first` is the older. Throws for what is no version. */
export function compareVersions(first: string, second: string): number {
  const [a, b] = [parse(first), parse(second)];
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return compareEarly(a.early, b.early);
}

function parse(text: string): Version {
  const match = shape.exec(text);
  if (match === null) {
    throw new Error(`“${text.slice(0, 40)}” is no version such as 1.2.0.`);
  }
  const [, major, minor, patch, early] = match;
  return {
    numbers: [major, minor, patch].map(Number),
    early: early === undefined ? [] : early.split('.'),
  };
}

function compareEarly(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) {
    return b.length - a.length;
  }
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = compareParts(a[index], b[index]);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) {
    return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  }
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) {
    return Number(a) - Number(b);
  }
  if (isNumber !== isOtherNumber) {
    return isNumber ? -1 : 1;
  }
  return a < b ? -1 : Number(a > b);
}
