/** Where the cells of a grid lie that is far too large to be drawn whole. */
export interface GridLayout {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Side of a cell. */
  readonly sidePx: number;
  /** From one row to the next. */
  readonly rowPx: number;
  /** Of the whole content, the part out of sight included. */
  readonly heightPx: number;
  readonly padPx: number;
}

interface Wanted {
  readonly count: number;
  readonly widthPx: number;
  /** A cell is at least this wide; columns share what is left over. */
  readonly cellPx: number;
  readonly gapPx: number;
  /** Free space around all cells. */
  readonly padPx: number;
}

/** Rows drawn beyond each edge of the view, so that a small step shows no gap. */
const overscanRows = 1;

export function layGrid({ count, widthPx, cellPx, gapPx, padPx }: Wanted): GridLayout {
  const innerPx = widthPx - 2 * padPx;
  const columns = Math.max(1, Math.floor((innerPx + gapPx) / (cellPx + gapPx)));
  const sidePx = Math.max(1, Math.floor((innerPx - gapPx * (columns - 1)) / columns));
  const rowPx = sidePx + gapPx;
  const rows = Math.ceil(count / columns);
  return { count, columns, rows, sidePx, rowPx, heightPx: 2 * padPx + rows * rowPx - gapPx, padPx };
}

/** Left upper corner of a cell. */
export function placeOf(
  layout: GridLayout,
  index: number,
): { readonly x: number; readonly y: number } {
  const { columns, rowPx, padPx } = layout;
  return {
    x: padPx + (index % columns) * rowPx,
    y: padPx + Math.floor(index / columns) * rowPx,
  };
}

/** Cells `from` up to, not including, `to` are to be drawn. */
export function cellsInView(
  { count, columns, rows, rowPx, padPx }: GridLayout,
  { scrollPx, heightPx }: { readonly scrollPx: number; readonly heightPx: number },
): { readonly from: number; readonly to: number } {
  const first = Math.max(0, Math.floor((scrollPx - padPx) / rowPx) - overscanRows);
  const last = Math.min(rows - 1, Math.floor((scrollPx + heightPx - padPx) / rowPx) + overscanRows);
  const from = first * columns;
  return { from, to: Math.max(from, Math.min(count, (last + 1) * columns)) };
}

/** The scroll position at which a cell is wholly in view, as near as possible to where it is. */
export function scrollTo(
  layout: GridLayout,
  index: number,
  { scrollPx, heightPx }: { readonly scrollPx: number; readonly heightPx: number },
): number {
  const { y } = placeOf(layout, index);
  const { padPx, rowPx } = layout;
  return Math.max(Math.min(scrollPx, y - padPx), y + rowPx - heightPx);
}

/** Where a key leads from a cell; null for a key that does not move. */
export function cellAfterKey(
  { count, columns, rows, rowPx }: GridLayout,
  {
    key,
    from,
    heightPx,
  }: { readonly key: string; readonly from: number; readonly heightPx: number },
): number | null {
  const pageRows = Math.max(1, Math.floor(heightPx / rowPx));
  const last = count - 1;
  const row = Math.floor(from / columns);
  const down = (by: number) =>
    // Into a last row that is too short: its last cell; from the last row: nowhere.
    row === rows - 1 ? from : Math.min(last, from + columns * Math.min(by, rows - 1 - row));
  const up = (by: number) => from - columns * Math.min(by, row);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowUp':
      return up(1);
    case 'ArrowDown':
      return down(1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'PageUp':
      return up(pageRows);
    case 'PageDown':
      return down(pageRows);
    default:
      return null;
  }
}
