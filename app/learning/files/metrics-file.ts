import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { classColumns, metricColumns, type Metric } from '../../contract/run-folder.ts';
import type { PerClass } from '../../domain/metrics.ts';
import { replaceFile } from '../../disk/durable.ts';

/** Of what there are figures besides those that every run has. */
export interface MeasuredNames {
  /** Of a loss that is a sum; else none. */
  readonly lossParts: readonly string[];
  readonly classes: readonly string[];
}

/** `metrics.csv` of a run, one row per measurement, only ever added to. */
export interface MetricsFile {
  append(metrics: readonly Metric[]): void;
  /** Makes what was added last. */
  sync(): void;
  close(): void;
}

/**
 * Opens the file, or begins it. Rows past where the run stands are dropped first: a resumed run measures them again.
 */
export function openMetricsFile(
  path: string,
  of: MeasuredNames,
  at: { readonly step: number; readonly epoch: number },
): MetricsFile {
  const header = csvRow([
    ...metricColumns,
    ...classColumns.flatMap((column) => of.classes.map((name) => `${column}:${name}`)),
    ...of.lossParts.map((part) => `loss:${part}`),
  ]);
  const kept = existsSync(path) ? rowsUpTo(readFileSync(path, 'utf8'), at) : [];
  replaceFile(path, [header, ...kept, ''].join('\n'));
  const descriptor = openSync(path, 'a');
  return {
    append(metrics) {
      if (metrics.length === 0) return;
      writeSync(descriptor, metrics.map((metric) => `${rowOf(metric, of)}\n`).join(''));
    },
    sync() {
      fsyncSync(descriptor);
    },
    close() {
      closeSync(descriptor);
    },
  };
}

const columnNames: ReadonlySet<string> = new Set(metricColumns);

/** Only the first three columns are looked at; a last row cut off by a crash has no line end and is dropped. */
function rowsUpTo(
  text: string,
  at: { readonly step: number; readonly epoch: number },
): readonly string[] {
  const [header = '', ...rows] = text.split('\n').slice(0, -1);
  return rows
    .filter((row) => {
      const [kind, epoch, step] = row.split(',', 3);
      return kind === 'step' ? Number(step) <= at.step : Number(epoch) <= at.epoch;
    })
    .map((row) => withAllColumns(row, header));
}

/** A row as it is written today: a run may have been begun before a column was there. Rows hold numbers alone. */
function withAllColumns(row: string, header: string): string {
  const written = header.split(',').filter((name) => columnNames.has(name));
  if (written.length === metricColumns.length) return row;
  const cells = row.split(',');
  const byName = new Map(written.map((name, index) => [name, cells[index] ?? '']));
  const known = metricColumns.map((name) => byName.get(name) ?? '');
  return [...known, ...cells.slice(written.length)].join(',');
}

function rowOf(metric: Metric, { lossParts, classes }: MeasuredNames): string {
  const figures = metricColumns.map((column) => metric[column]);
  const named = (names: readonly string[], values: PerClass) =>
    names.map((name) => values[name] ?? null);
  const ofClasses = classColumns.flatMap((column) => named(classes, metric[column]));
  return csvRow([...figures, ...ofClasses, ...named(lossParts, metric.lossParts)]);
}

function csvRow(cells: readonly (string | number | null)[]): string {
  return cells.map((cell) => (cell === null ? '' : quoted(String(cell)))).join(',');
}

function quoted(cell: string): string {
  const oneLine = cell.replace(/[\r\n]+/g, ' ');
  return /[",]/.test(oneLine) ? `"${oneLine.replaceAll('"', '""')}"` : oneLine;
}
