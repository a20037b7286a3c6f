import { StudioError } from '../contract/errors.ts';
import type { Result } from '../contract/methods.ts';
import type { Metric } from '../contract/run-folder.ts';
import type { Outcome } from './command.ts';
import { figure, percent, perClassFigures } from './wording.ts';

type Run = Pick<Result<'run.get'>, 'name' | 'state'>;

/** Over all steps there were, pauses left out; null before the first. */
function paceOf(metrics: readonly Metric[]) {
  const steps = metrics.flatMap(({ kind, imagesPerSecond, waitingShare }) =>
    kind === 'step' && imagesPerSecond !== null
      ? [{ seconds: 1 / imagesPerSecond, waitingShare: waitingShare ?? 0 }]
      : [],
  );
  if (steps.length === 0) return { imagesPerSecond: null, waitingShare: null };
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const waited = steps.reduce((sum, step) => sum + step.seconds * step.waitingShare, 0);
  return { imagesPerSecond: steps.length / seconds, waitingShare: waited / seconds };
}

/** What is said of a run that has ended, however it did. Throws a StudioError where it should have gone on. */
export function outcomeOf(
  { name, state }: Run,
  { metrics, interrupted }: { metrics: readonly Metric[]; interrupted: boolean },
): Outcome {
  // One that paused by itself, as on a full disk, says so as an error.
  if (state.status === 'failed' || (state.status === 'paused' && state.error !== undefined)) {
    throw new StudioError(
      'unavailable',
      state.error ?? `The run “${name}” failed: ${state.message}`,
    );
  }
  if (state.status === 'interrupted' && !interrupted) {
    throw new StudioError(
      'unavailable',
      `The training process of “${name}” died. Go on from its last checkpoint with --resume --run ${name}.`,
    );
  }
  const { backend, epoch: epochs, best } = state;
  const { imagesPerSecond, waitingShare } = paceOf(metrics);
  const on = backend === '' ? '' : ` on ${backend}`;
  const lines = [`Run “${name}”: ${String(epochs)} of ${String(state.epochs)} epochs${on}.`];
  if (epochs < state.epochs) lines.push(`${state.message}.`);
  if (imagesPerSecond !== null) {
    lines.push(
      `${imagesPerSecond.toFixed(1)} pictures/s; ${percent(waitingShare)} of the time went by waiting for pictures.`,
    );
  }
  if (best !== null && !metrics.some(({ kind }) => kind === 'validation')) {
    lines.push(
      `Best after epoch ${String(best.epoch)}, by the loss on what it learned from: no picture was held out to validate.`,
    );
  } else if (best !== null) {
    lines.push(
      `Best after epoch ${String(best.epoch)}: mean IoU ${figure(best.meanIou)} (${perClassFigures(best.iou)}).`,
    );
  }
  const json = {
    run: name,
    status: state.status,
    backend,
    epochs,
    imagesPerSecond,
    waitingShare,
    best,
  };
  return { json, lines, interrupted };
}
