import type { AlignedData } from 'uplot';

/** One line of a chart. Points are in the chart's units, x ascending; a null y is a gap. */
export interface Curve {
  readonly key: string;
  readonly label: string;
  /** What it belongs to; the legend puts a group's entries together, under its name when there are several. */
  readonly group: string;
  /** Any CSS colour. */
  readonly color: string;
  readonly xs: readonly number[];
  readonly ys: readonly (number | null)[];
  readonly widthPx: number;
  /** Lengths of lines and gaps in pixels; left out: one line throughout. */
  readonly dash?: readonly number[];
  /** Lets what lies under it be seen. */
  readonly faint?: boolean;
  /** Dots of this diameter without a line between them. */
  readonly dotsPx?: number;
}

/** What uPlot draws: one ascending x for all, and each curve's y where it has one. */
export function alignCurves(curves: readonly Curve[]): AlignedData {
  const xs = [...new Set(curves.flatMap((curve) => curve.xs))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, index) => [x, index]));
  const columns = curves.map((curve) => {
    const column = new Array<number | null | undefined>(xs.length).fill(undefined);
    curve.xs.forEach((x, index) => {
      const at = place.get(x);
      if (at !== undefined) column[at] = curve.ys[index] ?? null;
    });
    return column;
  });
  return [xs, ...columns];
}

/** The value a curve has at or just before an x: what a reader expects of a line between two points. */
export function valueAt(curve: Curve, x: number): number | null {
  const index = lastAt(curve.xs, x);
  return index < 0 ? null : (curve.ys[index] ?? null);
}

/** Where the last of some ascending numbers is that is not above `limit`; -1 when all are. */
export function lastAt(numbers: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface CurveGroup {
  readonly name: string;
  readonly curves: readonly Curve[];
}

/** As the legend shows them: in the order in which the groups come first. */
export function groupsOf(curves: readonly Curve[]): readonly CurveGroup[] {
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) {
    const group = groups.get(curve.group);
    if (group === undefined) groups.set(curve.group, [curve]);
    else group.push(curve);
  }
  return [...groups].map(([name, members]) => ({ name, curves: members }));
}
