import type { Handlers } from '../contract/dispatch.ts';
import { installRuntime, runtimeReport } from '../runtime/runtime.ts';
import type { StudioContext } from './context.ts';

type RuntimeMethods = 'runtime.status' | 'runtime.install';

export function runtimeHandlers({ events, jobs }: StudioContext): Pick<Handlers, RuntimeMethods> {
  return {
    'runtime.status': () => runtimeReport(),
    'runtime.install': ({ cuda }) => {
      const title = 'Fetch the TensorFlow library';
      const job = jobs.start(
        {
          kind: 'runtime.install',
          title,
          unit: 'bytes',
          outlivesProject: true,
          whenCancelled: 'Stopped. What has come is kept; fetching again goes on from there.',
        },
        async ({ signal, progress }) => {
          try {
            await installRuntime({
              cuda,
              signal,
              onProgress({ message: doing, done, total }) {
                progress({ message: doing, done: done ?? 0, total: total ?? 0 });
              },
            });
          } finally {
            // Also after a stop: what has come by then need not be fetched again.
            events.announce('runtime', {});
          }
          return runtimeReport();
        },
      );
      return Promise.resolve({ job });
    },
  };
}
