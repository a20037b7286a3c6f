import type { LayerNumbers, LookedLayer, NumberWindow } from '../../../../app/contract/layers.ts';

/** One step of what a layer does with the numbers of a small window: which cells it takes, and what then stands where. */
export interface Step {
  /** Cells of `numbers.input`, row by row. */
  readonly from: readonly number[];
  /** Cells of `numbers.output` that are written, row by row. */
  readonly to: readonly number[];
  /** The output as it stands after this step; null where nothing was written yet. */
  readonly after: readonly (number | null)[];
  readonly says: StepWords;
}

export type StepWords =
  | { readonly kind: 'largest'; readonly of: readonly number[]; readonly largest: number }
  | { readonly kind: 'back'; readonly value: number }
  | { readonly kind: 'repeated'; readonly value: number; readonly times: number }
  | { readonly kind: 'between'; readonly value: number }
  | { readonly kind: 'laid'; readonly value: number; readonly sizePx: number }
  | { readonly kind: 'weighed'; readonly sum: number; readonly sizePx: number }
  /** What is not shown is added: other channels, a bias, and where numbers are laid down, those of neighbours outside. */
  | { readonly kind: 'others'; readonly isLaid: boolean };

/** Layers that take numbers from several places or put them elsewhere, so that there is something to step through. */
export function movesNumbers({ kind }: Pick<LookedLayer, 'kind'>): boolean {
  return kind.endsWith('convolution') || ['max-pool', 'unpool', 'upsample'].includes(kind);
}

export function stepsOf(layer: LookedLayer, numbers: LayerNumbers): readonly Step[] {
  switch (layer.kind) {
    case 'max-pool':
      return pooling(numbers);
    case 'unpool':
      return unpooling(numbers);
    case 'upsample':
      return enlarging(numbers, {
        factor: Number(layer.built['factor']),
        isRepeating: layer.built['interpolation'] === 'nearest',
      });
    case 'convolution':
    case 'depthwise-convolution':
      return weighing(numbers);
    case 'transposed-convolution':
      return layingDown(numbers);
    default:
      return [];
  }
}

/** From the marked output back: the largest of each four. */
function pooling({ input, output }: LayerNumbers): Step[] {
  const after: (number | null)[] = output.values.map(() => null);
  return output.values.map((value, cell) => {
    const { row, column } = placeIn(output, cell);
    const from = cellsIn(input, { top: row * 2, left: column * 2, side: 2 });
    after[cell] = value;
    const of = from.map((each) => input.values[each] ?? 0);
    return { from, to: [cell], after: [...after], says: { kind: 'largest', of, largest: value } };
  });
}

function unpooling({ input, output }: LayerNumbers): Step[] {
  const after: (number | null)[] = output.values.map(() => null);
  return input.values.map((value, cell) => {
    const { row, column } = placeIn(input, cell);
    const to = cellsIn(output, { top: row * 2, left: column * 2, side: 2 });
    for (const each of to) after[each] = output.values[each] ?? 0;
    return { from: [cell], to, after: [...after], says: { kind: 'back', value } };
  });
}

function enlarging(
  { input, output }: LayerNumbers,
  { factor, isRepeating }: { readonly factor: number; readonly isRepeating: boolean },
): Step[] {
  const after: (number | null)[] = output.values.map(() => null);
  return input.values.flatMap((value, cell): readonly Step[] => {
    const { row, column } = placeIn(input, cell);
    const to = cellsIn(output, { top: row * factor, left: column * factor, side: factor });
    for (const each of to) after[each] = output.values[each] ?? 0;
    const says = isRepeating
      ? ({ kind: 'repeated', value, times: factor } as const)
      : ({ kind: 'between', value } as const);
    const from = isRepeating ? [cell] : cellsIn(input, { top: row, left: column, side: 2 });
    return to.length === 0 ? [] : [{ from, to, after: [...after], says }];
  });
}

function weighing({ input, output, kernel }: LayerNumbers): Step[] {
  if (kernel === undefined) return [];
  const { sizePx, stridePx, dilation, values, left, top } = kernel;
  const after: (number | null)[] = output.values.map(() => null);
  const steps = output.values.map((_, cell): Step => {
    const { row, column } = placeIn(output, cell);
    const corner = {
      top: top + (row - output.top) * stridePx,
      left: left + (column - output.left) * stridePx,
    };
    const from: number[] = [];
    let sum = 0;
    values.forEach((weight, nth) => {
      // Beyond the border lies padding, which is 0.
      const [under] = cellsIn(input, {
        top: corner.top + Math.floor(nth / sizePx) * dilation,
        left: corner.left + (nth % sizePx) * dilation,
        side: 1,
      });
      if (under === undefined) return;
      from.push(under);
      sum += weight * (input.values[under] ?? 0);
    });
    after[cell] = sum;
    return { from, to: [cell], after: [...after], says: { kind: 'weighed', sum, sizePx } };
  });
  const all = output.values.map((_, cell) => cell);
  const says = { kind: 'others', isLaid: false } as const;
  return [...steps, { from: [], to: all, after: output.values, says }];
}

function layingDown({ input, output, kernel }: LayerNumbers): Step[] {
  if (kernel === undefined) return [];
  const { sizePx, stridePx, values, left, top } = kernel;
  const sums = output.values.map(() => 0);
  const isTouched = output.values.map(() => false);
  const steps = input.values.map((value, cell): Step => {
    const { row, column } = placeIn(input, cell);
    const corner = {
      top: top + (row - input.top) * stridePx,
      left: left + (column - input.left) * stridePx,
    };
    const to: number[] = [];
    values.forEach((weight, nth) => {
      const [landed] = cellsIn(output, {
        top: corner.top + Math.floor(nth / sizePx),
        left: corner.left + (nth % sizePx),
        side: 1,
      });
      if (landed === undefined) return;
      sums[landed] = (sums[landed] ?? 0) + value * weight;
      isTouched[landed] = true;
      to.push(landed);
    });
    const after = sums.map((sum, at) => (isTouched[at] === true ? sum : null));
    return { from: [cell], to, after, says: { kind: 'laid', value, sizePx } };
  });
  const all = output.values.map((_, cell) => cell);
  const last: Step = {
    from: [],
    to: all,
    after: output.values,
    says: { kind: 'others', isLaid: true },
  };
  return [...steps, last];
}

/** Where a cell of a window lies in its layer. */
function placeIn(
  window: NumberWindow,
  cell: number,
): { readonly row: number; readonly column: number } {
  return {
    row: window.top + Math.floor(cell / window.width),
    column: window.left + (cell % window.width),
  };
}

/** The cells of a window that lie in a square of its layer. */
function cellsIn(
  window: NumberWindow,
  square: { readonly top: number; readonly left: number; readonly side: number },
): number[] {
  const cells: number[] = [];
  for (let row = 0; row < square.side; row++) {
    for (let column = 0; column < square.side; column++) {
      const [y, x] = [square.top + row - window.top, square.left + column - window.left];
      const isInside = y >= 0 && x >= 0 && y < window.height && x < window.width;
      if (isInside) cells.push(y * window.width + x);
    }
  }
  return cells;
}
