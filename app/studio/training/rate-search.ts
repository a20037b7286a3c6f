import { StudioError } from '../../contract/errors.ts';
import type { RateSearch } from '../../contract/rate-search.ts';
import { rateEngine } from '../engine-names.ts';
import type { SearchKind } from './searches.ts';

/** Looks for a learning rate, by steps at rates that rise. */
export const rateSearch: SearchKind<RateSearch> = {
  kind: 'rate-search',
  title: 'Look for a learning rate',
  unit: 'steps',
  whenCancelled: 'The search for a learning rate was stopped.',
  engine: rateEngine,
  task: 'rates',
  going: 'A learning rate is being looked for',
  takesUnlabelled: false,
  listen: ({ progress }) => ({
    hear(told) {
      if (told.kind === 'rate-tried') progress({ done: told.done, total: told.steps });
      return told.kind === 'rates-tried' ? { found: told.search } : null;
    },
    died() {
      throw new StudioError(
        'unavailable',
        'The engine that looks for a learning rate has died. Try again, with fewer pictures at once if memory is short.',
      );
    },
  }),
};
