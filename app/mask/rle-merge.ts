import { checkSameSize } from './bitmap.ts';
import { MaskError } from './mask-error.ts';
import type { Rle } from './rle.ts';

/** What two masks make together: bit (2 * a + b) says whether a pixel is set that is `a` in one and `b` in the other. */
const rules = { union: 0b1110, intersection: 0b1000, difference: 0b0100, xor: 0b0110 } as const;
export type MergeRule = keyof typeof rules;

/** Together in the order given: `difference` takes all later masks from the first. Throws MaskError for none. */
export function mergeRles(list: readonly Rle[], rule: MergeRule): Rle {
  const [first, ...others] = list;
  if (first === undefined) throw new MaskError('No masks were given to put together.');
  let merged = first;
  for (const other of others) merged = combine(merged, other, rules[rule]);
  return merged;
}

/** Walks both masks' runs at once; no pixel is touched. */
function combine(a: Rle, b: Rle, rule: number): Rle {
  checkSameSize(a, b);
  const counts = new Uint32Array(a.counts.length + b.counts.length + 1);
  let length = 0;
  let run = 0;
  let set = 0;
  eachStretch(a, b, (stretch, values) => {
    const next = (rule >> values) & 1;
    if (next !== set) {
      counts[length++] = run;
      run = 0;
      set = next;
    }
    run += stretch;
  });
  counts[length++] = run;
  return { width: a.width, height: a.height, counts: counts.slice(0, length) };
}

/** How many pixels are set in both, without decoding either. */
export function areaOfIntersection(a: Rle, b: Rle): number {
  checkSameSize(a, b);
  let area = 0;
  eachStretch(a, b, (stretch, values) => {
    if (values === 0b11) area += stretch;
  });
  return area;
}

/** Visits the longest stretches on which neither mask changes; `values` is 2 * a + b. */
function eachStretch(
  { counts: a }: Rle,
  { counts: b }: Rle,
  visit: (stretch: number, values: number) => void,
): void {
  let indexA = 0;
  let indexB = 0;
  let leftA = a[0]!;
  let leftB = b[0]!;
  for (;;) {
    while (leftA === 0 && indexA + 1 < a.length) leftA = a[++indexA]!;
    while (leftB === 0 && indexB + 1 < b.length) leftB = b[++indexB]!;
    const stretch = Math.min(leftA, leftB);
    if (stretch === 0) return;
    visit(stretch, ((indexA & 1) << 1) | (indexB & 1));
    leftA -= stretch;
    leftB -= stretch;
  }
}
