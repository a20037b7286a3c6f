import type { AlignedData } from 'uplot';

/** One line of a chart. Points are in the chart's units, x ascending; a null y is a gap. */
export interface Curve {
  readonly key: string;
  readonly label: string;
  /** Any CSS colour. */
  readonly color: string;
  readonly xs: readonly number[];
  readonly ys: readonly (number | null)[];
  readonly widthPx: number;
  readonly dashed?: boolean;
  /** Drawn thin and faint, without an entry in the legend: the raw values under a smoothed line. */
  readonly faint?: boolean;
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
  let low = 0;
  let high = curve.xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.xs[middle] ?? Infinity) <= x) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : (curve.ys[low - 1] ?? null);
}
