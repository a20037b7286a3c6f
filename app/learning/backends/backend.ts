import type { KernelBackend } from '../operations/kernels.ts';
import type { Operations } from '../operations/operations.ts';

/** What computes: opened once per process. */
export interface Backend {
  readonly name: 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';
  /** For a person, such as "TensorFlow 2.21.0, CPU". */
  readonly library: string;
  readonly operations: Operations;
  /** Where TensorFlow itself computes: what records graphs and runs them. */
  readonly kernels: KernelBackend | null;
  /** Why not those that would have been faster, a sentence each; null when there is none. */
  readonly fallback: string | null;
  /** What a person should know before waiting for it, and what would be faster. */
  readonly slowness?: string;
}
