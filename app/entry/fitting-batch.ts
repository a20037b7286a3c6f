import type { BatchSearch } from '../contract/batch-search.ts';
import type { Client } from '../contract/client.ts';
import type { TrainingChoice } from '../contract/training.ts';
import type { CommandContext } from './command.ts';
import { followJob } from './follow-job.ts';
import { wholeOr } from './options.ts';

/** Where a command may look for as many pictures at once as fit, in place of `--batch N`. */
export const batchOption = wholeOr(
  'N|fit',
  'fit',
  'pictures per step; “fit” tries first how many there is memory for, and trains with that',
);

/** Whether as many pictures at once as fit are asked for, by the flag or by `--set`, and the rest of what was. */
export function takeFit<
  O extends {
    readonly batch: number | 'fit' | undefined;
    readonly set: readonly string[] | undefined;
  },
>({ batch, set, ...others }: O) {
  const pairs = (set ?? []).map((pair) => pair.replace(/^batch\s*=\s*/, 'batch='));
  const last = pairs.findLast((pair) => pair.startsWith('batch='));
  return {
    fit: batch === 'fit' || (batch === undefined && last === 'batch=fit'),
    recipe: {
      ...others,
      batch: batch === 'fit' ? undefined : batch,
      set: pairs.filter((pair) => pair !== 'batch=fit'),
    },
  };
}

/** Tries how many pictures at once fit, and says what came of it. */
export async function findFit(
  client: Client,
  choice: TrainingChoice,
  context: CommandContext,
): Promise<{ readonly batch: number }> {
  const start = () => client.call('training.searchBatch', { choice });
  const search = (await followJob(client, start, context)) as BatchSearch;
  context.progress.say(inWords(search));
  return { batch: search.batch };
}

function inWords({ batch, ended }: BatchSearch): string {
  const what = `${String(batch)} ${batch === 1 ? 'picture' : 'pictures'} at once`;
  switch (ended) {
    case 'all':
      return `Training with ${what}, the most there may be: there is memory for them.`;
    case 'free-memory':
      return `Training with ${what}: more would take most of the memory that is free.`;
    case 'memory':
    case 'died':
      return `Training with ${what}: there is no memory for more.`;
  }
}
