import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { train } from '../../../../app/learning/run/train.ts';

/** An engine that trains operation by operation where the real one would run a graph; spoken to in the same words. */
const words = process.argv.slice(2);
const folder = words[words.indexOf('--run') + 1] ?? '';
await train({
  folder,
  job: readJob(folder),
  resume: words.includes('--resume'),
  checkpointEveryMs: 0,
  openBackend: async () => ({ ...(await openBackend('tensorflow', 'train')), kernels: null }),
  wish: () => 'go-on',
  send: (event) => void process.send?.(event),
});
process.exit(0);
