import address from './pixel-worker.ts?worker&url';
import type { WorkerPort } from './worker-client.ts';

/** A file of its own, loaded when it is first used. `renderer/trusted-types.ts` allows its address and no other. */
export function startPixelWorker(): WorkerPort {
  return new Worker(address, { type: 'module', name: 'pixels' });
}
