import type { Operations } from '../operations/operations.ts';

/** What computes: opened once per process. */
export interface Backend {
  readonly name: 'tensorflow' | 'wasm' | 'cpu';
  /** For a person, such as "TensorFlow 2.21.0, CPU". */
  readonly library: string;
  readonly operations: Operations;
  /** Why it is not the one that was hoped for; null when it is. */
  readonly fallback: string | null;
}
