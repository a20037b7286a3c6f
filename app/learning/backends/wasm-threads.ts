import * as tf from '@tensorflow/tfjs';
import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { ModuleWorker, offerWorkers } from './wasm-worker.ts';

const mostSecondsToStart = 20;

/**
 * Starts tfjs' build with threads, which it leaves out in Node (tensorflow/tfjs#3830), and answers how many compute: half of
 * the logical processors, as it takes them itself. Throws what stands in the way; WebAssembly can then be started without.
 */
export async function startThreads(): Promise<number> {
  const workers: ModuleWorker[] = [];
  const failed = Promise.withResolvers<never>();
  let hear = failed.reject;
  const restore = offerWorkers(() => {
    try {
      const worker = new ModuleWorker((error) => {
        hear(error);
      });
      workers.push(worker);
      return worker;
    } catch (error) {
      failed.reject(error);
      throw error;
    }
  });
  const late = setTimeout(() => {
    failed.reject(new Error(`they did not start within ${String(mostSecondsToStart)} s`));
  }, mostSecondsToStart * 1000);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  try {
    const isStarted = await Promise.race([tf.setBackend('wasm'), failed.promise]);
    if (!isStarted) throw new Error('the build with threads does not start');
    endUnused();
    // From now on a thread that dies takes the process with it: the run goes on from its last checkpoint.
    hear = (error) => {
      throw error as Error;
    };
    return getThreadsCount();
  } catch (error) {
    for (const worker of workers) void worker.terminate();
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    throw error;
  } finally {
    clearTimeout(late);
    restore();
  }
}

/** What of the backend is not in its types. */
interface WithThreads {
  readonly wasm: { readonly PThread: { unusedWorkers: ModuleWorker[] } };
}

/** Eight are always made. */
function endUnused(): void {
  const { PThread } = (tf.backend() as unknown as WithThreads).wasm;
  for (const worker of PThread.unusedWorkers) void worker.terminate();
  PThread.unusedWorkers = [];
}
