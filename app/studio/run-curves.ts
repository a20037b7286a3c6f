import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import type { Metric } from '../contract/run-folder.ts';
import { eventFile, type Scalar } from '../formats/event-file.ts';
import { makeFolder } from '../store/make-folder.ts';
import { runFolder } from '../store/places.ts';
import { writeSafeFile } from '../store/safe-file.ts';
import type { JobWork } from './jobs.ts';
import { createMetricsReader } from './run-metrics.ts';

/**
 * Writes a run's curves to a folder: `metrics.csv`, and for TensorBoard one folder for what was learned from and one for
 * what was not, so that it lays both over each other. A curve that has no figure at a step has no point there.
 */
export async function exportCurves(
  project: string,
  { run, createdAt, out }: { run: string; createdAt: string; out: string },
  { signal, progress }: JobWork,
): Promise<{ out: string; run: string; files: string[] }> {
  const path = join(runFolder(project, run), 'metrics.csv');
  const { metrics } = createMetricsReader(path).read(0);
  if (metrics.length === 0) {
    throw new StudioError(
      'bad-input',
      `“${run}” has no figures yet: its first step has to be done.`,
    );
  }
  const begun = Date.parse(createdAt) / 1000;
  const ofKind = (kind: Metric['kind']) => metrics.filter((metric) => metric.kind === kind);
  const name = `events.out.tfevents.${String(Math.floor(begun))}.maskwright`;
  const contents: readonly (readonly [string, string, () => Buffer])[] = [
    ['', 'metrics.csv', () => readFileSync(path)],
    ['train', name, () => eventFile(scalarsOf([...ofKind('step'), ...ofKind('epoch')], begun))],
    ['validation', name, () => eventFile(scalarsOf(ofKind('validation'), begun))],
  ];
  const files: string[] = [];
  for (const [folder, file, content] of contents) {
    signal.throwIfAborted();
    progress({ done: files.length, total: contents.length, message: join(folder, file) });
    makeFolder(join(out, folder));
    await writeSafeFile(join(out, folder, file), content());
    files.push(join(folder, file));
  }
  progress({ done: files.length });
  return { out, run, files };
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
      ...Object.entries(metric.iou).map(([name, value]) => [`iou/${name}`, value] as const),
      ...Object.entries(metric.dice).map(([name, value]) => [`dice/${name}`, value] as const),
    ];
    return curves.flatMap(([tag, value]) =>
      value === null ? [] : [{ tag, step, wallTime: begun + seconds, value }],
    );
  });
}
