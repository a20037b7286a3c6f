import { createRequire } from 'node:module';
import { Worker, type Transferable } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const build = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';

/**
 * A thread of tfjs' build in WebAssembly. Emscripten names its text and its module by addresses of blobs, which Node's workers
 * do not take. `failed` hears of what goes wrong in it.
 */
export class ModuleWorker extends Worker {
  constructor(failed: (error: Error) => void) {
    const { wasmWorkerContents } = require(`${build}.worker.js`) as { wasmWorkerContents: string };
    // As tfjs does it: its line breaks stand inside of quotes.
    super(wasmWorkerContents.replaceAll('\n', '\\n'), { eval: true });
    this.unref();
    this.on('error', failed);
  }

  /** A process may end while its threads wait for work: Emscripten would have them keep it. */
  override ref(): void {
    this.unref();
  }

  /** Emscripten's own would end the process; it hears of errors as well. */
  get onerror(): () => void {
    return () => undefined;
  }
  set onerror(_: unknown) {
    // Left as it is.
  }

  override postMessage(message: unknown, transfer?: readonly Transferable[]): void {
    super.postMessage(withModule(message), transfer);
  }
}

function withModule(message: unknown): unknown {
  const isLoad = (message as { cmd?: unknown } | null)?.cmd === 'load';
  return isLoad ? { ...(message as object), urlOrBlob: require.resolve(`${build}.js`) } : message;
}

/** Emscripten takes the class of its workers from Node's module when it starts. Answers what puts things back as they were. */
export function offerWorkers(make: () => ModuleWorker): () => void {
  const threads = require('node:worker_threads') as { Worker: unknown };
  const known = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  const { Worker: own } = threads;
  // What is called by `new` may answer another object.
  threads.Worker = function offered() {
    return make();
  };
  return () => {
    threads.Worker = own;
    if (known === undefined) Reflect.deleteProperty(globalThis, 'Worker');
    else Object.defineProperty(globalThis, 'Worker', known);
  };
}
