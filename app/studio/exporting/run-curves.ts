import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { classColumns, type Metric, type RunJob } from '../../contract/run-folder.ts';
import type { PerClass } from '../../domain/metrics.ts';
import type { Category } from '../../domain/category.ts';
import { eventFile, type Scalar } from '../../formats/event-file.ts';
import { pngOfSvg } from '../../pictures/decode.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { runFolder } from '../../store/places.ts';
import { writeSafeFile } from '../../store/safe-file.ts';
import { drawCurves } from './drawn-curves.ts';
import type { JobWork } from '../jobs/job.ts';
import { createMetricsReader } from '../run-folder/run-metrics.ts';

/**
 * Writes a run's curves to a folder: `metrics.csv`, a drawing of them once an epoch is over, and for TensorBoard one folder for
 * what was learned from and one for what was not, so that it lays both over each other. A curve that has no figure at a step has
 * no point there.
 */
export async function exportCurves(
  project: string,
  { job, categories, out }: { job: RunJob; categories: readonly Category[]; out: string },
  { signal, progress }: JobWork,
): Promise<{ out: string; run: string; files: string[] }> {
  const run = job.name;
  const path = join(runFolder(project, run), 'metrics.csv');
  const { metrics } = createMetricsReader(path).read(0);
  if (metrics.length === 0) {
    throw new StudioError(
      'bad-input',
      `“${run}” has no figures yet: its first step has to be done.`,
    );
  }
  const begun = Date.parse(job.createdAt) / 1000;
  const ofKind = (kind: Metric['kind']) => metrics.filter((metric) => metric.kind === kind);
  const name = `events.out.tfevents.${String(Math.floor(begun))}.maskwright`;
  const drawing = drawCurves(metrics, job, categories);
  const contents: readonly (readonly [string, string, () => Uint8Array | Promise<Uint8Array>])[] = [
    ['', 'metrics.csv', () => readFileSync(path)],
    ...(drawing === null
      ? []
      : ([
          ['', 'curves.svg', () => Buffer.from(drawing)],
          ['', 'curves.png', () => pngOfSvg(drawing, pixelsPerUnit)],
        ] as const)),
    ['train', name, () => eventFile(scalarsOf([...ofKind('step'), ...ofKind('epoch')], begun))],
    ['validation', name, () => eventFile(scalarsOf(ofKind('validation'), begun))],
  ];
  const files: string[] = [];
  for (const [folder, file, content] of contents) {
    signal.throwIfAborted();
    progress({ done: files.length, total: contents.length, message: join(folder, file) });
    makeFolder(join(out, folder));
    await writeSafeFile(join(out, folder, file), await content());
    files.push(join(folder, file));
  }
  progress({ done: files.length });
  return { out, run, files };
}

/** Sharp on paper too. */
const pixelsPerUnit = 2;

function named(tag: string, values: PerClass): readonly (readonly [string, number | null])[] {
  return Object.entries(values).map(([name, value]) => [`${tag}/${name}`, value] as const);
}

function scalarsOf(metrics: readonly Metric[], begun: number): readonly Scalar[] {
  return metrics.flatMap((metric) => {
    const { kind, step, seconds } = metric;
    const curves: readonly (readonly [string, number | null])[] = [
      [kind === 'epoch' ? 'epoch_loss' : 'loss', metric.loss],
      ['learning_rate', metric.rate],
      ['gradient_norm', metric.gradientNorm],
      ['pictures_per_second', metric.imagesPerSecond],
      ['waiting_share', metric.waitingShare],
      ['mean_iou', metric.meanIou],
      ['pixel_accuracy', metric.pixelAccuracy],
      [kind === 'epoch' ? 'epoch_sure_share' : 'sure_share', metric.sureShare],
      ...named(kind === 'epoch' ? 'epoch_loss' : 'loss', metric.lossParts),
      ...classColumns.flatMap((column) => named(column, metric[column])),
    ];
    return curves.flatMap(([tag, value]) =>
      value === null ? [] : [{ tag, step, wallTime: begun + seconds, value }],
    );
  });
}
