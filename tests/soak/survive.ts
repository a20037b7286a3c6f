/**
 * npm run soak -- survive [--runs 20 --writes 300 --steps 10000 --again]
 *
 * Whether a run survives: killed at random steps it goes on bit for bit, killed while it writes checkpoints the newest
 * whole one loads, and over thousands of steps it holds no more memory and no more tensors than at first. Each part that
 * went well is remembered for the commit at hand, so that a soak that was cut off goes on; `--again` forgets that.
 * Ends with 1 when something was lost.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runVitest } from '../../resources/tools/checks/vitest-run.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    writes: { type: 'string', default: '300' },
    steps: { type: 'string', default: '10000' },
    again: { type: 'boolean', default: false },
  },
});

const engine = 'tests/app/learning/engine';
const parts = [
  {
    title: `${options.runs} runs killed at random steps, in a graph and operation by operation`,
    file: `${engine}/resume.test.ts`,
    environment: { MASKWRIGHT_KILLED_RUNS: options.runs },
  },
  {
    title: `${options.writes} kills while a checkpoint is written`,
    file: `${engine}/checkpoint-kill.test.ts`,
    environment: { MASKWRIGHT_KILLED_WRITES: options.writes },
  },
  {
    title: `${options.steps} steps in constant memory`,
    file: `${engine}/steady-memory.test.ts`,
    environment: { MASKWRIGHT_STEADY_STEPS: options.steps },
  },
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What was done already of this very program. */
const folder = join(tmpdir(), 'maskwright-soak');
const commit = execFileSync('git', ['rev-parse', 'HEAD']).toString().trim();
const marks = join(folder, `survive-${commit}.txt`);
mkdirSync(folder, { recursive: true });
if (options.again) rmSync(marks, { force: true });
const done = new Set(existsSync(marks) ? readFileSync(marks, 'utf8').split('\n') : []);

let failed = 0;
for (const { title, file, environment } of parts) {
  if (done.has(title)) {
    say(`✓ ${title}: done before`);
    continue;
  }
  Object.assign(process.env, environment);
  const begun = performance.now();
  const { count, faults } = await runVitest([file]);
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  for (const fault of faults) say(`✗ ${fault}`);
  const isWell = count.failed === 0 && count.passed > 0;
  say(`${isWell ? '✓' : '✗'} ${title}: ${String(count.passed)} passed in ${minutes} min`);
  if (isWell) writeFileSync(marks, `${title}\n`, { flag: 'a' });
  else failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
