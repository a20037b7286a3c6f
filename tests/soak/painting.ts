/**
 * npm run soak -- painting [--kills 1000]
 *
 * The kills of `npm test`, more of them: four of five strike the studio while strokes are painted over HTTP, the others a
 * page in Chromium, its process killed or the page closed, or the studio behind it. Each acknowledged stroke has to be
 * there exactly once, at most the one under the pen may be missing, all can be taken back, and SQLite finds its file
 * whole. Ends with 1 when anything is not so.
 */
import { parseArgs } from 'node:util';
import { runVitest } from '../../resources/tools/checks/vitest-run.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options } = parseArgs({ options: { kills: { type: 'string', default: '1000' } } });

const deaths = Math.ceil(Number(options.kills) / 5);
const kills = Number(options.kills) - deaths;
process.env['MASKWRIGHT_STUDIO_KILLS'] = String(kills);
process.env['MASKWRIGHT_PAGE_DEATHS'] = String(deaths);
process.env['MASKWRIGHT_STUDIO_DIES_TOO'] = 'yes';
const startedAt = performance.now();
const parts = [
  await runVitest(['tests/app/links/kill-painting.test.ts']),
  await runVitest(['--config', 'tests/journeys/vitest.config.ts', 'tests/journeys/kill-page']),
];
for (const fault of parts.flatMap(({ faults }) => faults)) say(`✗ ${fault}`);
const isWell = parts.every(({ count }) => count.failed === 0 && count.passed === 1);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
say(
  `${String(kills)} kills of the studio and ${String(deaths)} deaths before a page in ${seconds} s: ${isWell ? 'nothing was lost' : 'NOT WELL'}.`,
);
process.exitCode = isWell ? 0 : 1;
