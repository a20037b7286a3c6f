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
  /** Why it is not the one that was hoped for; null when it is. */
  readonly fallback: string | null;
}
