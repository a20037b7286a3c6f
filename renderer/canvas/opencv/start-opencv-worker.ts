import type { WorkerPort } from '../worker/worker-client.ts';
import address from './opencv-worker.ts?worker&url';

/** Loaded when it is first used. `renderer/trusted-types.ts` allows its address. */
export function startOpenCvWorker(): WorkerPort {
  return new Worker(address, { type: 'module', name: 'opencv' });
}
