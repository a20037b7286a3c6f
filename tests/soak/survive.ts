/**
 * npm run soak -- survive [--runs 20 --writes 300 --steps 10000 --deaths 100 --again]
 *
 * Whether a run survives: killed at random steps it goes on bit for bit, killed while it writes checkpoints the newest
 * whole one loads, over thousands of steps it holds no more memory and no more tensors than at first, short of memory it
 * goes on with fewer pictures at once, and in the window each death of its engine is noticed without a frozen frame. Each
 * part that went well is remembered for the commit at hand, so that a soak that was cut off goes on; `--again` forgets
 * that. Ends with 1 when something was lost.
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
    deaths: { type: 'string', default: '100' },
    again: { type: 'boolean', default: false },
  },
});

interface Part {
  readonly title: string;
  /** For Vitest. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const engine = 'tests/app/learning/engine';
const ways = ['a graph', 'operations one by one'] as const;
/** Small enough that what is cut off costs minutes. */
const deathsAtOnce = 25;

function deathsInParts(all: number): readonly Part[] {
  return Array.from({ length: Math.ceil(all / deathsAtOnce) }, (_, part) => {
    const from = part * deathsAtOnce;
    const to = Math.min(all, from + deathsAtOnce);
    return {
      title: `deaths ${String(from + 1)} to ${String(to)} of the engine, seen from the window`,
      words: ['--config', 'tests/journeys/vitest.config.ts', 'engine-deaths'],
      environment: { MASKWRIGHT_DEATHS: String(to - from), MASKWRIGHT_MOST_GAP_MS: '100' },
    };
  });
}

const parts: readonly Part[] = [
  {
    title: `${options.runs} runs killed at random steps, in a graph and operation by operation`,
    words: [`${engine}/resume.test.ts`],
    environment: { MASKWRIGHT_KILLED_RUNS: options.runs },
  },
  {
    title: `${options.writes} kills while a checkpoint is written`,
    words: [`${engine}/checkpoint-kill.test.ts`],
    environment: { MASKWRIGHT_KILLED_WRITES: options.writes },
  },
  ...ways.map((way) => ({
    title: `${options.steps} steps in constant memory, by ${way}`,
    words: [`${engine}/steady-memory.test.ts`],
    environment: { MASKWRIGHT_STEADY_STEPS: options.steps, MASKWRIGHT_STEADY_WAY: way },
  })),
  {
    title: 'a real shortage of memory',
    words: ['--config', 'tests/soak/survive/vitest.config.ts'],
    environment: {},
  },
  ...deathsInParts(Number(options.deaths)),
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
for (const { title, words, environment } of parts) {
  if (done.has(title)) {
    say(`✓ ${title}: done before`);
    continue;
  }
  Object.assign(process.env, environment);
  const begun = performance.now();
  const { count, faults } = await runVitest(words);
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  for (const fault of faults) say(`✗ ${fault}`);
  const isWell = count.failed === 0 && count.passed > 0;
  say(`${isWell ? '✓' : '✗'} ${title}: ${String(count.passed)} passed in ${minutes} min`);
  if (isWell) writeFileSync(marks, `${title}\n`, { flag: 'a' });
  else failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
