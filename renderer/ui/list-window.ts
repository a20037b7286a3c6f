/** Rows of one height of which only those in sight are drawn. */
export interface ListWindow {
  readonly count: number;
  readonly rowPx: number;
  readonly scrollPx: number;
  readonly heightPx: number;
}

/** Rows drawn beyond each edge, so that a small step shows no gap. */
const overscanRows = 3;

/** Rows `from` up to, not including, `to` are to be drawn. */
export function rowsInView({ count, rowPx, scrollPx, heightPx }: ListWindow): {
  readonly from: number;
  readonly to: number;
} {
  const first = Math.floor(scrollPx / rowPx) - overscanRows;
  const last = Math.ceil((scrollPx + heightPx) / rowPx) + overscanRows;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(count, last)) };
}

/** The scroll position at which a row is wholly in sight, as near as possible to where it is. */
export function scrollToRow(
  index: number,
  { rowPx, scrollPx, heightPx }: Omit<ListWindow, 'count'>,
): number {
  const top = index * rowPx;
  return Math.max(Math.min(scrollPx, top), top + rowPx - heightPx);
}

/** Where a key leads from a row; null for a key that does not move. */
export function rowAfterKey(
  key: string,
  from: number,
  { count, rowPx, heightPx }: Omit<ListWindow, 'scrollPx'>,
): number | null {
  const page = Math.max(1, Math.floor(heightPx / rowPx));
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  };
  const by = steps[key];
  return by === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, from + by));
}

/** Before which row, `count` for after the last, something lies that is let go at this height of the whole list. */
export function gapAt(y: number, { count, rowPx }: Pick<ListWindow, 'count' | 'rowPx'>): number {
  return Math.max(0, Math.min(count, Math.round(y / rowPx)));
}
