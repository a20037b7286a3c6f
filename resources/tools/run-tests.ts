/**
 * `npm test`: every check and every test, whatever fails on the way. The last line is `N passed, N failed, N skipped`.
 *
 *   npm test                            everything
 *   npm test -- --only checks           one part: checks, unit, journeys or desktop
 *   npm test -- tests/app/mask          the tests of some files only
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { countOf, lastLine, sum, type Count } from './checks/count.ts';
import { staticSteps } from './checks/static-steps.ts';
import { runSteps, tellStep } from './checks/step.ts';
import type { Judged } from './checks/vitest-report.ts';
import { runVitest } from './checks/vitest-run.ts';

const chromium = process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium';

function heading(title: string): void {
  process.stdout.write(`\n== ${title}\n`);
}

function tell({ count, faults }: Judged): Count {
  process.stdout.write(faults.map((fault) => `✗ ${fault}\n`).join(''));
  return count;
}

async function checks(): Promise<Count> {
  heading('Checks');
  return countOf(await runSteps(staticSteps, tellStep));
}

async function unit(filters: readonly string[] = []): Promise<Count> {
  heading('Tests');
  return tell(await runVitest(filters));
}

async function journeys(filters: readonly string[] = []): Promise<Count> {
  heading('Journeys');
  if (!existsSync(chromium)) {
    process.stdout.write(
      `✗ The journeys need Chromium, and ${chromium} is not there. Install it: apt-get install -y --no-install-recommends chromium fonts-dejavu-core\n`,
    );
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return tell(await runVitest(['--config', 'tests/journeys/vitest.config.ts', ...filters]));
}

async function desktop(filters: readonly string[] = []): Promise<Count> {
  heading('Desktop');
  return tell(await runVitest(['--config', 'tests/desktop/vitest.config.ts', ...filters]));
}

const parts: Readonly<Record<string, () => Promise<Count>>> = { checks, unit, journeys, desktop };

/** The parts with a configuration of their own, by the folder that their files stand in. */
const apart: Readonly<Record<string, (filters: readonly string[]) => Promise<Count>>> = {
  'tests/journeys': journeys,
  'tests/desktop': desktop,
};

async function run(only: readonly string[], filters: readonly string[]): Promise<Count> {
  if (filters.length > 0) {
    const others = filters.filter(
      (filter) => !Object.keys(apart).some((at) => filter.includes(at)),
    );
    const counts = others.length > 0 ? [await unit(others)] : [];
    for (const [folder, part] of Object.entries(apart)) {
      const own = filters.filter((filter) => filter.includes(folder));
      if (own.length > 0) {
        counts.push(await part(own));
      }
    }
    return sum(counts);
  }
  const counts: Count[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (only.length === 0 || only.includes(name)) {
      counts.push(await part());
    }
  }
  return sum(counts);
}

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const unknown = values.only.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part “${unknown.join(', ')}”: ${Object.keys(parts).join(', ')}.\n`,
  );
  process.exit(2);
}
const count = await run(values.only, positionals);
process.stdout.write(`\n${lastLine(count)}\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
