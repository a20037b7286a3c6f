import type { BatchSearch } from '../../contract/batch-search.ts';
import { StudioError } from '../../contract/errors.ts';
import { batchEngine } from '../engine-names.ts';
import type { SearchKind } from './searches.ts';

/** Looks for as many pictures at once as fit, by steps on more and more. An engine that dies of one has answered. */
export const batchSearch: SearchKind<BatchSearch> = {
  kind: 'batch-search',
  title: 'Try how many pictures at once fit',
  unit: 'trials',
  whenCancelled: 'Trying how many pictures at once fit was stopped.',
  engine: batchEngine,
  task: 'batches',
  going: 'It is being tried how many pictures at once fit',
  takesUnlabelled: true,
  listen({ progress }) {
    let fitted = 0;
    return {
      hear(told) {
        if (told.kind === 'batch-trial') {
          const { batch, done, trials } = told;
          ({ fitted } = told);
          progress({ done, total: trials, message: `${String(batch)} at once` });
        }
        return told.kind === 'batches-tried' ? { found: told.search } : null;
      },
      died() {
        if (fitted > 0) return { batch: fitted, ended: 'died' };
        throw new StudioError(
          'unavailable',
          'The engine died before one picture had fitted. Where memory is short, take a smaller picture size, or end other programs; then try again.',
        );
      },
    };
  },
};
