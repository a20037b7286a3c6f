import type { Client } from '../contract/client.ts';
import { StudioError } from '../contract/errors.ts';
import { inQueue } from '../domain/run.ts';
import type { CommandContext, Outcome } from './command.ts';
import { followRun } from './follow-run.ts';

/**
 * Trains a run, then those who wait in the queue, one after the other. Ctrl+C ends the one that trains; who waits goes on
 * waiting, as behind a run that was paused. A run that fails is told of and does not hold up the others: the first such
 * failure is thrown when all are done.
 */
export async function followQueue(
  client: Client,
  start: () => Promise<{ readonly run: string }>,
  context: CommandContext,
): Promise<Outcome> {
  context.signal.throwIfAborted();
  // Who is next is said here first: the queue does not move on behind this command's back.
  await client.call('training.hold', { on: true });
  const outcomes: Outcome[] = [];
  const failures: StudioError[] = [];
  for (let name: string | null = (await start()).run; name !== null;) {
    try {
      const outcome = await followRun(client, name, context);
      outcomes.push(outcome);
      if (outcome.interrupted === true || !letsNextBegin(outcome)) break;
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      failures.push(error);
      context.progress.say(error.message);
    }
    name = await firstInQueue(client);
    if (name !== null) {
      context.progress.say(`“${name}” is next in the queue.`);
      await client.call('training.resume', { run: name });
    }
  }
  if (failures[0] !== undefined) throw failures[0];
  return together(outcomes, await firstInQueue(client));
}

export async function firstInQueue(client: Client): Promise<string | null> {
  const { runs } = await client.call('run.list', {});
  return inQueue(runs)[0]?.name ?? null;
}

/** Not behind one that was paused, and not in place of one that was only put in the queue. */
function letsNextBegin({ json: { status } }: Outcome): boolean {
  return status === 'finished' || status === 'stopped';
}

function together(outcomes: readonly Outcome[], waiting: string | null): Outcome {
  const [first, ...others] = outcomes;
  const wasLeft = waiting !== null && first?.json['status'] !== 'queued';
  return {
    json: { ...first?.json, then: others.map(({ json }) => json) },
    lines: [
      ...outcomes.flatMap(({ lines }) => lines),
      ...(wasLeft ? [`“${waiting}” goes on waiting: “runs queue --start” begins with it.`] : []),
    ],
    interrupted: outcomes.some(({ interrupted }) => interrupted === true),
  };
}
