/**
 * npm run bench network-memory [-- --models unet,segnet --size 200 --batch 8]
 *
 * What three steps of training take of memory at their height, over what a process holds that has trained a tiny network
 * before, beside what the summary of the network says (app/learning/models/memory-needed.ts). One process for each, by
 * TensorFlow on the processor; on Linux, which tells of the height.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownModelNames } from '../../app/contract/training.ts';

const { values: options } = parseArgs({
  options: {
    models: { type: 'string', default: ownModelNames.join(',') },
    size: { type: 'string', default: '200' },
    batch: { type: 'string', default: '8' },
  },
});
const program = join(import.meta.dirname, 'network-memory/steps.process.ts');

process.stdout.write(`${options.batch} pictures of ${options.size} px at once\n`);
for (const model of options.models.split(',')) {
  const words = [program, model, options.size, options.batch];
  const told = execFileSync(process.execPath, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { measured, said } = JSON.parse(told) as { measured: number; said: number };
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  process.stdout.write(
    `  ${model.padEnd(14)} measured ${megabytes(measured)}, said ${megabytes(said)}: ${(measured / said).toFixed(2)} times that\n`,
  );
}
