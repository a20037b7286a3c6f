/**
 * npm run bench learning-curves [-- --folder DIR --rows docs/learning.csv --out docs/learning]
 *
 * Draws the curves of docs/learning.md from the runs that `npm run bench learning` keeps in its folder: mean IoU on validation after
 * each epoch, against pictures seen. Only a run that its row tells of is drawn; where there are several seeds, each is thin and
 * the median of them is the curve. What has no run is named, and not drawn; a figure without any stays as it was.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRunState } from '../../app/contract/run-folder.ts';
import { drawCharts, type DrawnCurve } from '../../app/formats/curve-picture.ts';
import { readJob } from '../../app/learning/run/job.ts';
import { runFolder } from '../../app/store/places.ts';
import { createMetricsReader } from '../../app/studio/run-folder/run-metrics.ts';
import { figures, type FigureCurve } from './learning/figures.ts';
import { runNameOf } from './learning/run-name.ts';

const docs = join(import.meta.dirname, '../../docs');
const { values: options } = parseArgs({
  options: {
    folder: { type: 'string', default: join(tmpdir(), 'maskwright-learning') },
    rows: { type: 'string', default: join(docs, 'learning.csv') },
    out: { type: 'string', default: join(docs, 'learning') },
  },
});

type Points = DrawnCurve['points'];

interface Row {
  readonly recipe: string;
  readonly set: string;
  readonly seed: string;
  readonly minutes: string;
}

const [header = '', ...lines] = readFileSync(options.rows, 'utf8').trim().split('\n');
const columns = header.split(',');
const rows = lines.map((line): Row => {
  const values = line.split(',');
  const at = (column: string): string => values[columns.indexOf(column)] ?? '';
  return { recipe: at('recipe'), set: at('set'), seed: at('seed'), minutes: at('minutes') };
});

mkdirSync(options.out, { recursive: true });
for (const { name, title, curves } of figures) {
  const drawn = curves.map(drawnCurves);
  if (drawn.every((lines) => lines.length === 0)) continue;
  const chart = {
    title: `Mean IoU on validation, at 128 px: ${title}`,
    xTitle: 'labelled pictures seen',
    yRange: [0, 0.5],
    // Thin ones first: the medians lie over all of them.
    curves: drawn.flat().sort((one, other) => Number(other.thin) - Number(one.thin)),
  } as const;
  const path = join(options.out, `${name}.svg`);
  writeFileSync(path, drawCharts([chart]));
  process.stdout.write(`${path}\n`);
}

function drawnCurves(curve: FigureCurve): readonly DrawnCurve[] {
  const { name, color, dashed = false } = curve;
  const runs = rows
    .filter(({ recipe, set }) => recipe === curve.recipe && set === curve.set)
    .filter(({ seed }) => curve.seed === undefined || seed === curve.seed)
    .flatMap((row) => pointsOf(row) ?? []);
  if (runs.length === 0) return [];
  const look = { name, color, dashed };
  const seeds = runs.length < 2 ? [] : runs.map((points) => ({ ...look, thin: true, points }));
  return [...seeds, { ...look, thin: false, points: medianOf(runs) }];
}

/** Of the run that this row tells of; null where it is not there, or another of that name is. */
function pointsOf({ recipe, set, seed, minutes }: Row): readonly [Points] | null {
  const labels = /^labelled=(\d+) /.exec(set);
  const settings = set.slice(labels?.[0].length ?? 0);
  const project = join(options.folder, labels === null ? 'pets' : `pets-${labels[1] ?? ''}`);
  const folder = runFolder(project, runNameOf(recipe, settings, seed));
  try {
    const state = parseRunState(readFileSync(join(folder, 'state.json'), 'utf8'));
    if ((state.seconds / 60).toFixed(1) !== minutes) {
      throw new Error('it took other minutes than its row says');
    }
    const { batch } = readJob(folder).settings;
    const { metrics } = createMetricsReader(join(folder, 'metrics.csv')).read(0);
    const points = metrics.flatMap(({ kind, step, meanIou }) =>
      kind === 'validation' && meanIou !== null ? [[step * batch, meanIou] as const] : [],
    );
    return [points];
  } catch (cause) {
    process.stderr.write(`Not drawn: ${recipe} ${set}, seed ${seed}: ${String(cause)}\n`);
    return null;
  }
}

/** Of seeds that were validated after as many pictures. */
function medianOf(runs: readonly Points[]): Points {
  return (runs[0] ?? []).map(([x], epoch) => {
    const values = runs.flatMap((points) => points[epoch]?.[1] ?? []).sort((a, b) => a - b);
    const [low, high] = [values[(values.length - 1) >> 1] ?? 0, values[values.length >> 1] ?? 0];
    return [x, (low + high) / 2] as const;
  });
}
