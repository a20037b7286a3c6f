/** Curves as a drawing for papers and slides: SVG 1.1, black on white, with its numbers as text. */

export interface DrawnCurve {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly dashed?: boolean;
  /** One of several that a named curve stands for: drawn thin and pale, and in no legend. */
  readonly thin?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface DrawnChart {
  readonly title: string;
  readonly xTitle: string;
  /** Where it is not told, from 0, or the lowest where that is less, to the highest. */
  readonly yRange?: readonly [low: number, high: number];
  readonly curves: readonly DrawnCurve[];
}

const chartPx = { width: 600, height: 400 };
const room = { left: 58, right: 20, top: 66, bottom: 46 };
const plotPx = {
  width: chartPx.width - room.left - room.right,
  height: chartPx.height - room.top - room.bottom,
};

/** Side by side. A chart without any point is left out; throws RangeError when none is left. */
export function drawCharts(charts: readonly DrawnChart[]): string {
  const drawn = charts.filter(({ curves }) => curves.some(({ points }) => points.length > 0));
  if (drawn.length === 0) throw new RangeError('There is no point to draw.');
  const width = chartPx.width * drawn.length;
  const parts = drawn.map(
    (chart, at) =>
      `<g transform="translate(${String(at * chartPx.width)} 0)">${chartOf(chart)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(chartPx.height)}" font-family="sans-serif" font-size="12" fill="#222222">
<rect width="100%" height="100%" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

function chartOf({ title, xTitle, yRange, curves }: DrawnChart): string {
  const points = curves.flatMap((curve) => curve.points);
  const xMax = Math.max(...points.map(([x]) => x));
  const ys = points.map(([, y]) => y);
  const [low, high] = yRange ?? [Math.min(0, ...ys), Math.max(...ys)];
  const across = (x: number): number => room.left + (x / (xMax || 1)) * plotPx.width;
  const down = (y: number): number =>
    room.top + plotPx.height - ((y - low) / (high - low || 1)) * plotPx.height;
  const lines = [
    text(room.left, 22, title, 'font-size="15" font-weight="600"'),
    legendOf(curves),
    ...ticksOf(low, high).map((y) => {
      const at = figure(down(y));
      const line = `<path d="M${String(room.left)} ${at}h${String(plotPx.width)}" stroke="#dddddd"/>`;
      return line + text(room.left - 8, down(y) + 4, label(y), 'text-anchor="end"');
    }),
    ...ticksOf(0, xMax).map((x) =>
      text(across(x), chartPx.height - room.bottom + 18, label(x), 'text-anchor="middle"'),
    ),
    text(
      room.left + plotPx.width / 2,
      chartPx.height - 8,
      xTitle,
      'text-anchor="middle" fill="#555555"',
    ),
    ...curves
      .filter(({ points: own }) => own.length > 0)
      .map((curve) => {
        const path = curve.points.map(([x, y]) => `${figure(across(x))} ${figure(down(y))}`);
        // A single point is a dot: a line of no length with round ends.
        const end = path.length === 1 ? 'h0' : '';
        return `<path d="M${path.join('L')}${end}" fill="none" stroke-linecap="round" stroke="${curve.color}" ${weight(curve)}${dashes(curve)}/>`;
      }),
  ];
  return lines.join('\n');
}

function legendOf(curves: readonly DrawnCurve[]): string {
  let x = room.left;
  return curves
    .filter(({ thin }) => thin !== true)
    .map((curve) => {
      const mark = `<path d="M${String(x)} 44h18" stroke="${curve.color}" stroke-width="2"${dashes(curve)}/>`;
      const words = text(x + 24, 48, curve.name, '');
      // About as wide as the letters are.
      x += 38 + 7 * curve.name.length;
      return mark + words;
    })
    .join('');
}

function weight({ thin }: DrawnCurve): string {
  return thin === true ? 'stroke-width="1" stroke-opacity="0.35"' : 'stroke-width="1.6"';
}

function dashes({ dashed }: DrawnCurve): string {
  return dashed === true ? ' stroke-dasharray="5 4"' : '';
}

function text(x: number, y: number, words: string, look: string): string {
  return `<text x="${figure(x)}" y="${figure(y)}" ${look}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** About five, one, two or five times a power of ten apart. */
function ticksOf(low: number, high: number): readonly number[] {
  const rough = (high - low) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough) ?? rough;
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high * (1 + 1e-9); at++) ticks.push(at * step);
  return ticks;
}

function label(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function figure(value: number): string {
  return value.toFixed(2);
}
