import type { Handlers } from '../contract/dispatch.ts';
import type { RuntimeStatus } from '../contract/methods.ts';
import { installRuntime, runtimeStatus } from '../runtime/runtime.ts';
import type { StudioContext } from './context.ts';

type RuntimeMethods = 'runtime.status' | 'runtime.install';

export function runtimeHandlers({ events, jobs }: StudioContext): Pick<Handlers, RuntimeMethods> {
  return {
    'runtime.status': async () => {
      return statusOf(await runtimeStatus());
    },
    'runtime.install': ({ cuda }) => {
      const title = 'Fetch the TensorFlow library';
      const job = jobs.start(
        { kind: 'runtime.install', title, unit: 'bytes', outlivesProject: true },
        async ({ signal, progress }) => {
          const state = await installRuntime({
            cuda,
            signal,
            onProgress({ message: doing, done, total }) {
              progress({ message: doing, done: done ?? 0, total: total ?? 0 });
            },
          });
          events.announce('runtime', {});
          return statusOf(state);
        },
      );
      return Promise.resolve({ job });
    },
  };
}

/** Without what is nobody's business outside: folders and versions. */
function statusOf({ kind, library, build, message, cuda }: RuntimeStatus): RuntimeStatus {
  return { kind, library, build, message, cuda };
}
