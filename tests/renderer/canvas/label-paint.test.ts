import fc from 'fast-check';
import { expect, it } from 'vitest';
import { uprightSize, type Turn } from '../../../app/domain/geometry.ts';
import {
  hatchings,
  LabelPainter,
  type Labels,
  type PaintOrder,
} from '../../../renderer/canvas/layers/label-paint.ts';
import { storedFromUpright } from '../../../app/mask/turn.ts';
import { fit, imageFromScreen, zoomTo } from '../../../renderer/canvas/viewport.ts';

const canvas = { width: 60, height: 40 };
/** Fills are 10 + label, lines 100 + label, so that both can be told apart. */
const palette = {
  fill: Uint32Array.from({ length: 5 }, (_, label) => (label === 0 ? 0 : 10 + label)),
  line: Uint32Array.from({ length: 5 }, (_, label) => (label === 0 ? 0 : 100 + label)),
  striped: new Uint8Array(5),
};

/** The label under the middle of a device pixel, by the plain formulas. */
function labelAt(labels: Labels, order: PaintOrder, x: number, y: number): number {
  const { viewport, pixelRatio } = order;
  const upright = imageFromScreen(
    { x: (x + 0.5) / pixelRatio, y: (y + 0.5) / pixelRatio },
    viewport,
  );
  const bounds = uprightSize(labels.size, labels.turn);
  const pixel = { x: Math.floor(upright.x) + 0.5, y: Math.floor(upright.y) + 0.5 };
  if (pixel.x < 0 || pixel.y < 0 || pixel.x > bounds.width || pixel.y > bounds.height) return 0;
  const stored = storedFromUpright(pixel, labels.size, labels.turn);
  return labels.values[Math.floor(stored.y) * labels.size.width + Math.floor(stored.x)] ?? 0;
}

const scene = fc.record({
  width: fc.integer({ min: 1, max: 12 }),
  height: fc.integer({ min: 1, max: 12 }),
  turn: fc.integer({ min: 1, max: 8 }).map((turn) => turn as Turn),
  values: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 144, maxLength: 144 }),
  zoom: fc.double({ min: 0.3, max: 6, noNaN: true }),
  pixelRatio: fc.constantFrom(1, 1.5, 2),
});

function orderOf({
  width,
  height,
  turn,
  values,
  zoom,
  pixelRatio,
}: typeof scene extends fc.Arbitrary<infer S> ? S : never): PaintOrder {
  const labels = {
    size: { width, height },
    turn,
    values: Uint16Array.from(values.slice(0, width * height)),
  };
  const fitted = fit(uprightSize(labels.size, turn), canvas, 2);
  return {
    labels,
    palette,
    line: { width: 1, dashed: false },
    viewport: zoomTo(fitted, fitted.scale * zoom, { x: 25, y: 20 }),
    pixelRatio,
    rect: { x: 0, y: 0, width: canvas.width * pixelRatio, height: canvas.height * pixelRatio },
  };
}

function painted(order: PaintOrder): Uint32Array {
  const width = canvas.width * order.pixelRatio;
  const height = canvas.height * order.pixelRatio;
  const words = new Uint32Array(width * height).fill(7);
  new LabelPainter().paint({ width, height, words }, order);
  return words;
}

it('every device pixel shows the label under its middle, at any zoom and turn', () => {
  fc.assert(
    fc.property(scene, (given) => {
      const order = orderOf(given);
      const width = canvas.width * order.pixelRatio;
      const expected = [...painted(order)].map((_, index) =>
        labelAt(order.labels, order, index % width, Math.floor(index / width)),
      );
      expect([...painted(order)].map((word) => (word === 0 ? 0 : word % 10))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

it('a part painted later looks as if all had been painted at once', () => {
  fc.assert(
    fc.property(
      scene,
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 20 }),
      (given, x, y) => {
        const order = orderOf({ ...given, pixelRatio: 1 });
        const whole = painted(order);
        const words = whole.slice();
        const rect = { x, y, width: 25, height: 15 };
        for (let row = y; row < y + 15; row++) words.fill(9, row * 60 + x, row * 60 + x + 25);
        new LabelPainter().paint({ ...canvas, words }, { ...order, rect });
        expect(words).toEqual(whole);
      },
    ),
    { numRuns: 60 },
  );
});

it('lines lie inside the border and nowhere else', () => {
  const values = Uint16Array.from({ length: 64 }, (_, index) => {
    const column = index % 8;
    const row = Math.floor(index / 8);
    return column >= 2 && column < 6 && row >= 2 && row < 6 ? 1 : 0;
  });
  const words = new Uint32Array(64);
  new LabelPainter().paint(
    { width: 8, height: 8, words },
    {
      labels: { size: { width: 8, height: 8 }, turn: 1, values },
      palette,
      line: { width: 1, dashed: false },
      viewport: { x: 0, y: 0, scale: 1 },
      pixelRatio: 1,
      rect: { x: 0, y: 0, width: 8, height: 8 },
    },
  );
  const rows = Array.from({ length: 8 }, (_, row) =>
    Array.from(words.subarray(row * 8, row * 8 + 8), (word) =>
      word === 0 ? '.' : word > 100 ? 'L' : 'f',
    ).join(''),
  );
  expect(rows).toEqual([
    '........',
    '........',
    '..LLLL..',
    '..LffL..',
    '..LffL..',
    '..LLLL..',
    '........',
    '........',
  ]);
});

it('both lines lie where another label is as near as they reach, and the fill everywhere else', () => {
  const inner = Uint32Array.of(0, 201, 0, 203, 204);
  // Small dots in wide runs of one label.
  const dots = Array.from({ length: 24 }, (_, index) => (index < 21 ? 1 : index - 21));
  const sparse = scene.chain((given) =>
    fc.array(fc.constantFrom(...dots), { minLength: 900, maxLength: 900 }).chain((values) =>
      fc.constantFrom(0.3, 1).map((zoom) => ({
        ...given,
        ...{ values, zoom, width: 30, height: 30, pixelRatio: 1 as const },
      })),
    ),
  );
  type Offset = readonly [number, number];
  const beside = (by: number): readonly Offset[] => [
    [-by, 0],
    [by, 0],
    [0, -by],
    [0, by],
  ];
  const across = (by: number): readonly Offset[] => [
    [-by, -by],
    [by, -by],
    [-by, by],
    [by, by],
  ];
  fc.assert(
    fc.property(sparse, fc.integer({ min: 1, max: 3 }), (given, width) => {
      const order = {
        ...orderOf(given),
        palette: { ...palette, inner },
        line: { width, dashed: false },
      };
      const near = [
        ...beside(1),
        ...beside(width),
        ...across(Math.max(1, Math.round(width * 0.7))),
      ];
      const far = [...beside(2 * width), ...across(Math.round(2 * width * 0.7))];
      const expected = Array.from({ length: canvas.width * canvas.height }, (_, index) => {
        const x = index % canvas.width;
        const y = Math.floor(index / canvas.width);
        const label = labelAt(order.labels, order, x, y);
        const differs = ([right, down]: Offset): boolean =>
          labelAt(order.labels, order, x + right, y + down) !== label;
        if (label === 0) return 0;
        if (near.some(differs)) return 100 + label;
        const second = inner[label] as number;
        return second !== 0 && far.some(differs) ? second : 10 + label;
      });
      expect([...painted(order)]).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

it('draws a pattern of its own for each hatching, in the colour of the border', () => {
  const labels: Labels = {
    size: { width: 60, height: 40 },
    turn: 1,
    values: new Uint16Array(2400),
  };
  labels.values.fill(1);
  const hatched = (hatching: number): Uint32Array =>
    painted({
      labels,
      palette: { ...palette, hatch: Uint8Array.from([0, hatching, 0, 0, 0]) },
      line: { width: 2, dashed: false },
      viewport: { x: 0, y: 0, scale: 1 },
      pixelRatio: 1,
      rect: { x: 0, y: 0, ...canvas },
    });
  const plain = hatched(0);
  const patterns = Array.from({ length: hatchings }, (_, index) => hatched(index + 1));
  expect(new Set([plain, ...patterns].map((words) => words.join())).size).toBe(hatchings + 1);
  for (const words of patterns) {
    expect(new Set(words)).toEqual(new Set([11, 101]));
    const lines = words.filter((word, at) => word === 101 && plain[at] === 11).length;
    expect(lines / plain.filter((word) => word === 11).length).toBeGreaterThan(0.02);
    expect(lines / plain.filter((word) => word === 11).length).toBeLessThan(0.3);
  }
});
