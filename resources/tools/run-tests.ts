/**
 * `npm test`: every check and every test, whatever fails on the way. The last line is `N passed, N failed, N skipped`.
 *
 *   npm test                            everything
 *   npm test -- --only checks           one part: checks, unit, journeys or desktop
 *   npm test -- tests/app/mask          the tests of some files only
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { countOf, lastLine, sum } from './checks/count.ts';
import { staticSteps } from './checks/static-steps.ts';
import { runSteps, tellStep } from './checks/step.ts';
import type { Judged } from './checks/vitest-report.ts';
import { runVitest } from './checks/vitest-run.ts';

const chromium = process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium';

function heading(title: string): void {
  process.stdout.write(`\n== ${title}\n`);
}

async function checks(): Promise<Judged> {
  heading('Checks');
  const results = await runSteps(staticSteps, tellStep);
  const failed = results.filter(({ passed }) => !passed);
  return { count: countOf(results), faults: failed.map(({ title }) => `Check: ${title}`) };
}

function unit(filters: readonly string[] = []): Promise<Judged> {
  heading('Tests');
  return runVitest(filters);
}

async function journeys(filters: readonly string[] = []): Promise<Judged> {
  heading('Journeys');
  if (!existsSync(chromium)) {
    const fault = `The journeys need Chromium, and ${chromium} is not there. Install it: apt-get install -y --no-install-recommends chromium fonts-dejavu-core`;
    return { count: { passed: 0, failed: 1, skipped: 0 }, faults: [fault] };
  }
  return runVitest(['--config', 'tests/journeys/vitest.config.ts', ...filters]);
}

function desktop(filters: readonly string[] = []): Promise<Judged> {
  heading('Desktop');
  return runVitest(['--config', 'tests/desktop/vitest.config.ts', ...filters]);
}

const parts: Readonly<Record<string, () => Promise<Judged>>> = { checks, unit, journeys, desktop };

/** The parts with a configuration of their own, by the folder that their files stand in. */
const apart: Readonly<Record<string, (filters: readonly string[]) => Promise<Judged>>> = {
  'tests/journeys': journeys,
  'tests/desktop': desktop,
};

async function run(
  only: readonly string[],
  filters: readonly string[],
): Promise<readonly Judged[]> {
  if (filters.length > 0) {
    const others = filters.filter(
      (filter) => !Object.keys(apart).some((at) => filter.includes(at)),
    );
    const judged = others.length > 0 ? [await unit(others)] : [];
    for (const [folder, part] of Object.entries(apart)) {
      const own = filters.filter((filter) => filter.includes(folder));
      if (own.length > 0) {
        judged.push(await part(own));
      }
    }
    return judged;
  }
  const judged: Judged[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (only.length === 0 || only.includes(name)) {
      judged.push(await part());
    }
  }
  return judged;
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
const judged = await run(values.only, positionals);
const count = sum(judged.map((each) => each.count));
const faults = judged.flatMap((each) => each.faults);
process.stdout.write(`\n${faults.map((fault) => `✗ ${fault}\n`).join('')}${lastLine(count)}\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
