import type { Scores } from '../domain/metrics.ts';
import type { Sql } from './sql.ts';

/** What a run predicted for a picture; the maps themselves are files of the run. */
export interface Prediction {
  readonly image: number;
  readonly run: string;
  /** ISO time. */
  readonly at: string;
  /** Side of the square maps, in pixels. */
  readonly size: number;
  /** Which weights, and of which epoch, such as “best 12”: a run that trained on predicts anew. */
  readonly weights: string;
  /** The picture's revision that the scores compare with. */
  readonly revision: number;
  readonly scores: Scores;
}

/** As the table has it. */
type PredictionRow = Omit<Prediction, 'scores'> & { readonly scores: string };

/** The run's, or the newest one. */
export function findPrediction(sql: Sql, image: number, run?: string): Prediction | undefined {
  const row =
    run === undefined
      ? sql.get<PredictionRow>(
          'SELECT * FROM prediction WHERE image = ? ORDER BY at DESC, run DESC LIMIT 1',
          image,
        )
      : sql.get<PredictionRow>('SELECT * FROM prediction WHERE image = ? AND run = ?', image, run);
  return row && { ...row, scores: JSON.parse(row.scores) as Scores };
}

export function savePrediction(sql: Sql, made: Prediction): void {
  sql.run(
    'INSERT OR REPLACE INTO prediction (image, run, at, size, weights, revision, scores) VALUES (?, ?, ?, ?, ?, ?, ?)',
    made.image,
    made.run,
    made.at,
    made.size,
    made.weights,
    made.revision,
    JSON.stringify(made.scores),
  );
  noteNewest(sql, made.image);
}

/** The pictures a run has predicted with these weights. */
export function predictedBy(sql: Sql, run: string, weights: string): ReadonlySet<number> {
  const rows = sql.all<{ image: number }>(
    'SELECT image FROM prediction WHERE run = ? AND weights = ?',
    run,
    weights,
  );
  return new Set(rows.map(({ image }) => image));
}

/** Takes a run's predictions away; answers them, to be put in the trash. */
export function removePredictions(sql: Sql, run: string): Prediction[] {
  const rows = sql.all<PredictionRow>('SELECT * FROM prediction WHERE run = ?', run);
  sql.run('DELETE FROM prediction WHERE run = ?', run);
  for (const { image } of rows) noteNewest(sql, image);
  return rows.map((row) => ({ ...row, scores: JSON.parse(row.scores) as Scores }));
}

/** Lists and filters look at the picture's own row for the newest prediction and its score. */
function noteNewest(sql: Sql, image: number): void {
  const newest = findPrediction(sql, image);
  sql.run(
    'UPDATE image SET predicted_run = ?, score = ? WHERE id = ?',
    newest?.run ?? null,
    newest?.scores.meanIou ?? null,
    image,
  );
}
