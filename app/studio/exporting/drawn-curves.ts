import type { Metric, RunJob } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import { drawCharts, type DrawnChart, type DrawnCurve } from '../../formats/curve-picture.ts';
import { classColors } from '../run-folder/run-files.ts';
import type { Category } from '../../domain/category.ts';

/** Loss and IoU of a run over its epochs, as SVG; null before the first epoch is over. */
export function drawCurves(
  metrics: readonly Metric[],
  job: RunJob,
  categories: readonly Category[],
): string | null {
  const epochs = metrics.filter(({ kind }) => kind === 'epoch');
  const validations = metrics.filter(({ kind }) => kind === 'validation');
  const colors = classColors(job, categories);
  const loss: DrawnChart = {
    title: `${job.name}: loss`,
    xTitle: 'epoch',
    curves: [
      { name: 'train', color: '#1f5fd0', points: pointsOf(epochs, ({ loss }) => loss) },
      {
        name: 'validation',
        color: '#b06000',
        dashed: true,
        points: pointsOf(validations, ({ loss }) => loss),
      },
    ],
  };
  const iou: DrawnChart = {
    title: `IoU on validation, at ${String(mapSideOf(job.settings))} px`,
    xTitle: 'epoch',
    yRange: [0, 1],
    curves: [
      { name: 'mean', color: '#111111', points: pointsOf(validations, ({ meanIou }) => meanIou) },
      ...job.classes.map(({ name, value }): DrawnCurve => ({
        name,
        color: colors[value] ?? '#888888',
        points: pointsOf(validations, ({ iou: each }) => each[name] ?? null),
      })),
    ],
  };
  return epochs.length === 0 ? null : drawCharts([loss, iou]);
}

/** What has no figure is left out. */
function pointsOf(
  metrics: readonly Metric[],
  figure: (metric: Metric) => number | null,
): DrawnCurve['points'] {
  return metrics.flatMap((metric) => {
    const value = figure(metric);
    return value === null ? [] : [[metric.epoch, value] as const];
  });
}
