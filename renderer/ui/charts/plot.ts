import uPlot from 'uplot';
import { alignCurves, type Curve } from './curves.ts';

/** The picture of some curves on a canvas, kept as large as the element it stands in. */
export interface Plot {
  /** Of the same looks as the curves it was made with. */
  show(curves: readonly Curve[]): void;
  destroy(): void;
}

export interface PlotOptions {
  readonly curves: readonly Curve[];
  readonly logarithmic: boolean;
  readonly syncKey: string;
  readonly format: (value: number) => string;
  readonly formatTick?: ((x: number) => string) | undefined;
  readonly xMax: () => number;
  readonly yRange: readonly [number, number] | undefined;
  /** Told where the pointer is, on this chart or on one it shares its cursor with; null outside. */
  readonly pointed: (x: number | null) => void;
}

/** A digit of an axis, in CSS pixels. */
const labelPx = 7;

export function createPlot(frame: HTMLElement, options: PlotOptions): Plot {
  let curves = options.curves;
  const plot = new uPlot(
    uplotOptions(frame, options, (series) => curves[series - 1]),
    alignCurves(curves),
    frame,
  );
  const observer = new ResizeObserver(() => {
    // Behind another view it has no size at all.
    if (frame.clientWidth === 0) return;
    plot.setSize({ width: frame.clientWidth, height: frame.clientHeight });
  });
  observer.observe(frame);
  return {
    show(next) {
      curves = next;
      plot.setData(alignCurves(next));
    },
    destroy() {
      observer.disconnect();
      plot.destroy();
    },
  };
}

function uplotOptions(
  frame: HTMLElement,
  { curves, logarithmic, syncKey, format, formatTick, xMax, yRange, pointed }: PlotOptions,
  curveOf: (series: number) => Curve | undefined,
): uPlot.Options {
  const style = getComputedStyle(frame);
  const token = (name: string) => style.getPropertyValue(name).trim();
  /** Curves name tokens as `var(--accent)`; a canvas needs the colour itself. */
  const resolve = (color: string) => {
    const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
    return name === undefined ? color : token(name);
  };
  const axis: uPlot.Axis = {
    stroke: token('--quiet'),
    font: '12px system-ui, "DejaVu Sans", sans-serif',
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
  return {
    width: frame.clientWidth,
    height: frame.clientHeight,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    cursor: {
      sync: { key: syncKey, setSeries: false },
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
    },
    scales: {
      x: { time: false, range: (_plot, _min, max) => [0, Math.max(xMax(), max, 1)] },
      y: {
        ...(logarithmic ? { distr: 3 as const } : {}),
        range: (_plot, min, max) =>
          yRange === undefined ? roomAround(min, max, logarithmic) : [yRange[0], yRange[1]],
      },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 72,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
        ...(formatTick === undefined
          ? {}
          : { values: (_plot: uPlot, ticks: number[]) => ticks.map(formatTick) }),
      },
      {
        ...axis,
        // As wide as its longest label; the first call comes before there are any.
        size: (_plot, labels: readonly string[] | null) =>
          16 + labelPx * Math.max(4, ...(labels ?? []).map((label) => label.length)),
        space: 40,
        // On a logarithmic axis uPlot leaves out labels that have no room.
        values: (_plot, ticks: (number | null)[]) =>
          ticks.map((tick) => (tick === null ? '' : format(tick))),
      },
    ],
    series: [
      {},
      ...curves.map((curve) => ({
        label: curve.label,
        stroke: resolve(curve.color),
        width: curve.widthPx,
        alpha: curve.faint ? 0.4 : 1,
        ...(curve.dotsPx === undefined ? {} : { paths: () => null }),
        ...(curve.dash ? { dash: [...curve.dash] } : {}),
        points: {
          // A single point makes no line: it is a dot until the second comes.
          show: (_plot: uPlot, series: number) =>
            curve.dotsPx !== undefined || curveOf(series)?.xs.length === 1,
          size: curve.dotsPx ?? 6,
          fill: resolve(curve.color),
        },
      })),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const left = plot.cursor.left ?? -1;
          pointed(left < 0 ? null : plot.posToVal(left, 'x'));
        },
      ],
    },
  };
}

/** A tenth of the span above and below, never below zero: losses and scores have no negative values. */
function roomAround(min: number, max: number, logarithmic: boolean): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return [Math.max(1e-6, min * 0.9), Math.max(2e-6, max * 1.1)];
  const room = Math.max((max - min) * 0.1, max * 0.02, 1e-6);
  return [Math.max(0, min - room), max + room];
}
