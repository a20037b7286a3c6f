import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import type { KernelBackend } from '../operations/kernels.ts';
import { savedModelOf, tag, type Node } from './graph-def.ts';

/** A graph inside TensorFlow, with variables that live as long as it does. */
export interface Session {
  /** Computes outputs from what is fed, both by name. The caller disposes what comes back, and what it fed. */
  run(feeds: ReadonlyMap<string, Tensor>, outputs: readonly string[]): readonly Tensor[];
  dispose(): void;
}

export function openSession(backend: KernelBackend, nodes: readonly Node[]): Session {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-graph-'));
  let session: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelOf(nodes));
    session = backend.binding.loadSavedModel(folder, tag);
  } finally {
    // TensorFlow has read it whole.
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run(feeds, outputs) {
      const made = backend.binding.runSavedModel(
        session,
        backend.getInputTensorIds([...feeds.values()]),
        [...feeds.keys()].map(numbered).join(','),
        outputs.map(numbered).join(','),
      );
      return made.map((each) => backend.createOutputTensor(each));
    },
    dispose() {
      backend.binding.deleteSavedModel(session);
    },
  };
}

/** The binding wants the number of an output, the first one's too. */
function numbered(output: string): string {
  return output.includes(':') ? output : `${output}:0`;
}
