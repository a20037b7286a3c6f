import type { Handlers } from '../../contract/dispatch.ts';
import type { Jobs } from './job.ts';

type JobMethods = 'job.list' | 'job.get' | 'job.cancel';

export function jobHandlers(jobs: Jobs): Pick<Handlers, JobMethods> {
  return {
    'job.list': () => Promise.resolve({ jobs: jobs.list() }),
    'job.get': ({ job }) => Promise.resolve(jobs.get(job)),
    'job.cancel': ({ job }) => {
      jobs.cancel(job);
      return Promise.resolve({});
    },
  };
}
