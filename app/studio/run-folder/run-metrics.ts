import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Metric } from '../../contract/run-folder.ts';
import { parseCsvRow } from './csv-row.ts';

/** Reads a run's metrics.csv as it grows: what was read is not read again. */
export interface MetricsReader {
  /** Rows from the given one on; `next` is where to go on, and lies before `from` when the file was cut back. */
  read(from: number): { readonly metrics: readonly Metric[]; readonly next: number };
}

export function createMetricsReader(path: string): MetricsReader {
  let inode = 0;
  let offset = 0;
  let columns: readonly string[] | null = null;
  let metrics: Metric[] = [];

  function begin(): void {
    offset = 0;
    columns = null;
    metrics = [];
  }

  function take(text: string): void {
    for (const line of text.split('\n').slice(0, -1)) {
      if (columns === null) columns = parseCsvRow(line);
      else metrics.push(metricOf(columns, parseCsvRow(line)));
    }
  }

  function readOn(): void {
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r');
    } catch {
      begin();
      return; // no figures yet
    }
    try {
      const { ino, size } = fstatSync(descriptor);
      // A resumed run replaces the file by one cut back to its checkpoint.
      if (ino !== inode || size < offset) begin();
      inode = ino;
      const bytes = Buffer.alloc(size - offset);
      const length = readSync(descriptor, bytes, 0, bytes.length, offset);
      // Only whole lines: the engine may be in the middle of the last one.
      const whole = bytes.subarray(0, length).lastIndexOf(0x0a) + 1;
      take(bytes.toString('utf8', 0, whole));
      offset += whole;
    } finally {
      closeSync(descriptor);
    }
  }

  return {
    read(from) {
      readOn();
      return { metrics: metrics.slice(from), next: metrics.length };
    },
  };
}

function metricOf(columns: readonly string[], cells: readonly string[]): Metric {
  const cell = new Map(columns.map((column, index) => [column, cells[index] ?? '']));
  const figure = (column: string) => {
    const text = cell.get(column) ?? '';
    return text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  const perClass = (prefix: string) =>
    Object.fromEntries(
      columns
        .filter((column) => column.startsWith(prefix))
        .map((column) => [column.slice(prefix.length), figure(column)]),
    );
  return {
    kind: kindOf(cell.get('kind')),
    epoch: figure('epoch') ?? 0,
    step: figure('step') ?? 0,
    seconds: figure('seconds') ?? 0,
    loss: figure('loss'),
    rate: figure('rate'),
    gradientNorm: figure('gradientNorm'),
    imagesPerSecond: figure('imagesPerSecond'),
    memoryBytes: figure('memoryBytes'),
    waitingShare: figure('waitingShare'),
    meanIou: figure('meanIou'),
    pixelAccuracy: figure('pixelAccuracy'),
    sureShare: figure('sureShare'),
    lossParts: perClass('loss:'),
    iou: perClass('iou:'),
    dice: perClass('dice:'),
    precision: perClass('precision:'),
    recall: perClass('recall:'),
    boundary: perClass('boundary:'),
  };
}

function kindOf(text: string | undefined): Metric['kind'] {
  return text === 'epoch' || text === 'validation' ? text : 'step';
}
