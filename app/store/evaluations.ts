import type { Evaluation } from '../contract/methods.ts';
import { parseEvaluation } from '../contract/results.ts';
import type { Sql } from './sql.ts';

/** Newest first. */
export function listEvaluations(sql: Sql, run: string): Evaluation[] {
  return sql
    .all<{ content: string }>('SELECT content FROM evaluation WHERE run = ? ORDER BY id DESC', run)
    .map(({ content }) => parseEvaluation(JSON.parse(content)));
}

export function saveEvaluation(sql: Sql, evaluation: Evaluation, at: string): void {
  sql.run(
    'INSERT INTO evaluation (run, at, content) VALUES (?, ?, ?)',
    evaluation.run,
    at,
    JSON.stringify(evaluation),
  );
}

/** Takes a run's evaluations away; answers them, oldest first. */
export function removeEvaluations(sql: Sql, run: string): Evaluation[] {
  const evaluations = listEvaluations(sql, run).reverse();
  sql.run('DELETE FROM evaluation WHERE run = ?', run);
  return evaluations;
}
