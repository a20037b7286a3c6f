import type { Handlers } from '../contract/dispatch.ts';
import { installRuntime, runtimeStatus } from '../runtime/runtime.ts';
import type { StudioContext } from './context.ts';

type RuntimeMethods = 'runtime.status' | 'runtime.install';

export function runtimeHandlers({ events, jobs }: StudioContext): Pick<Handlers, RuntimeMethods> {
  return {
    'runtime.status': async () => {
      const { kind, library, build, message } = await runtimeStatus();
      return { kind, library, build, message };
    },
    'runtime.install': ({ cuda }) => {
      const title = 'Fetch the TensorFlow library';
      const job = jobs.start(
        { kind: 'runtime.install', title, unit: 'bytes', outlivesProject: true },
        async ({ signal, progress }) => {
          const { kind, library, build, message } = await installRuntime({
            cuda,
            signal,
            onProgress({ message: doing, done, total }) {
              progress({ message: doing, done: done ?? 0, total: total ?? 0 });
            },
          });
          events.announce('runtime', {});
          return { kind, library, build, message };
        },
      );
      return Promise.resolve({ job });
    },
  };
}
