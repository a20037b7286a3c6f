import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import type { Backend } from '../../../../app/learning/backends/backend.ts';
import type { Operations } from '../../../../app/learning/operations/operations.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { train } from '../../../../app/learning/run/train.ts';
import type { RunStatus } from '../../../../app/domain/run.ts';

/** TensorFlow's kernels, one by one, with some of them replaced. */
export async function openDisturbed(
  disturb: (operations: Operations) => Partial<Operations>,
): Promise<Backend> {
  const backend = await openBackend('tensorflow', 'train');
  const { operations } = backend;
  return { ...backend, kernels: null, operations: { ...operations, ...disturb(operations) } };
}

/** Trains in this process on TensorFlow's kernels, one by one, with some of them replaced. */
export function trainDisturbed(
  folder: string,
  disturb: (operations: Operations) => Partial<Operations>,
  { resume = false }: { readonly resume?: boolean } = {},
): Promise<RunStatus> {
  return train({
    folder,
    job: readJob(folder),
    resume,
    checkpointEveryMs: 0,
    openBackend: () => openDisturbed(disturb),
    wish: () => 'go-on',
    send: () => undefined,
  });
}
