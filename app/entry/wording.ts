/** Numbers as people read them in a terminal. */

const megabyte = 1_000_000;

/** `12`, `274.3`: the number that stands before the unit. */
export function amount(count: number, unit: string): string {
  return unit === 'bytes' ? (count / megabyte).toFixed(1) : count.toLocaleString('en');
}

/** `12 pictures`, `274.3 MB`. */
export function quantity(count: number, unit: string): string {
  return `${amount(count, unit)} ${unit === 'bytes' ? 'MB' : unit}`;
}

/** `1 picture`, `2 pictures`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `40 s`, `3 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) {
    return `${String(Math.ceil(seconds))} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? `${String(minutes)} min`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** Three decimals; a dash where there is no figure. */
export function figure(value: number | null): string {
  return value === null ? '-' : value.toFixed(3);
}

/** `0.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `cat 0.512, dog 0.498`. */
export function perClassFigures(values: Readonly<Record<string, number | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');
}

/** Rows of as many cells, each column as wide as its widest. */
export function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
