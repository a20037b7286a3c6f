import type { Client } from '../contract/client.ts';
import type { Result } from '../contract/methods.ts';
import type { Metric, RunState } from '../contract/run-folder.ts';
import { inQueue, isRunning } from '../domain/run.ts';
import type { CommandContext, Outcome } from './command.ts';
import { outcomeOf } from './run-outcome.ts';
import { duration, figure, percent, perClassFigures } from './wording.ts';

type Run = Result<'run.get'>;

/** Events are hints: a run is looked at this often even when none comes. */
const lookMs = 1_000;

/**
 * Waits for the end of a run, one line per epoch. Ctrl+C stops it, which keeps its weights. One that stands in the queue is
 * not waited for.
 */
export async function followRun(
  client: Client,
  name: string,
  { progress, signal }: CommandContext,
): Promise<Outcome> {
  let look: () => void = () => undefined;
  let isBegun = false;
  const unsubscribe = client.subscribe('run', ({ run }) => {
    if (run === name) {
      look();
    }
  });
  function stop(): void {
    progress.say('Stopping after this step; the best and the last weights are kept.');
    // It may be over by now; its end is looked at in any case.
    client.call('training.stop', { run: name }).catch(() => undefined);
  }
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    // What a resumed run measured before was told then.
    const { metrics: all } = await client.call('run.metrics', { run: name, from: 0 });
    for (;;) {
      const looked = Promise.withResolvers<void>();
      look = looked.resolve;
      const run = await client.call('run.get', { run: name });
      if (run.state.status === 'queued') return await waitsInQueue(client, name);
      const { metrics, next } = await client.call('run.metrics', { run: name, from: all.length });
      // A resumed run takes back what it measured after its checkpoint.
      all.splice(next);
      all.push(...metrics);
      if (!isBegun && run.state.library !== '') {
        isBegun = true;
        const { library, fallback, stepwise, warning } = run.state;
        const told = [`${name} is computed by ${library}.`, warning ?? fallback, stepwise];
        progress.say(told.filter((sentence) => sentence !== undefined).join(' '));
      }
      for (const line of describeEpochs(metrics, run.state)) {
        progress.say(line);
      }
      if (!isRunning(run.state.status)) {
        return outcomeOf(run, { metrics: all, interrupted: signal.aborted });
      }
      progress.update(progressOf(run));
      const timer = setTimeout(look, lookMs);
      await looked.promise;
      clearTimeout(timer);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    unsubscribe();
  }
}

/** Who holds the project starts it when its turn comes. */
async function waitsInQueue(client: Client, name: string): Promise<Outcome> {
  const { runs } = await client.call('run.list', {});
  const training = runs.find(({ state }) => isRunning(state.status))?.name ?? null;
  const before = inQueue(runs).map((run) => run.name);
  const place = before.indexOf(name) + 1;
  const said =
    training === null
      ? `“${name}” is number ${String(place)} in the queue. Nothing trains now: “runs queue --start” begins with the first.`
      : `“${name}” is number ${String(place)} in the queue, and starts by itself after “${before[place - 2] ?? training}”.`;
  return { json: { run: name, status: 'queued', place, training }, lines: [said] };
}

function progressOf({ name, state }: Run): Parameters<CommandContext['progress']['update']>[0] {
  return {
    title: name,
    message: state.message,
    done: state.step,
    total: state.epochs * state.stepsPerEpoch,
    unit: 'steps',
    secondsLeft: state.secondsLeft,
  };
}

/** One line for each epoch that was validated. */
function describeEpochs(metrics: readonly Metric[], state: RunState): readonly string[] {
  return metrics
    .filter(({ kind }) => kind === 'validation')
    .map(({ epoch, loss, meanIou, iou }) => {
      const parts = [
        `epoch ${String(epoch)}/${String(state.epochs)}`,
        `validation loss ${figure(loss)}`,
        `mean IoU ${figure(meanIou)} (${perClassFigures(iou)})`,
      ];
      if (state.imagesPerSecond !== null) {
        parts.push(`${state.imagesPerSecond.toFixed(1)} pictures/s`);
      }
      if (state.waitingShare !== null) {
        parts.push(`${percent(state.waitingShare)} of the time waiting for pictures`);
      }
      if (state.secondsLeft !== null && epoch < state.epochs) {
        parts.push(`${duration(state.secondsLeft)} left`);
      }
      return parts.join(', ');
    });
}
