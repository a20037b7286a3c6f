import type { RunProgress } from '../../contract/run-weights.ts';

export type Best = NonNullable<RunProgress['best']>;

/**
 * Whether a newly measured epoch takes the place of the best so far: by mean IoU, then by loss. A figure that is
 * missing or not finite never wins over one that is there, and without any there is no best.
 */
export function isBetter(measured: Best, best: Best | null): boolean {
  if (best === null) return finite(measured.meanIou) !== null || finite(measured.loss) !== null;
  const [iou, bestIou] = [finite(measured.meanIou), finite(best.meanIou)];
  if (iou !== null && bestIou !== null) return iou > bestIou;
  if (iou !== null || bestIou !== null) return iou !== null;
  const [loss, bestLoss] = [finite(measured.loss), finite(best.loss)];
  if (loss !== null && bestLoss !== null) return loss < bestLoss;
  return loss !== null;
}

function finite(figure: number | null): number | null {
  return figure !== null && Number.isFinite(figure) ? figure : null;
}
