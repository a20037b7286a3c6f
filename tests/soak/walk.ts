/**
 * npm run soak -- walk [--walks 20 --steps 10000]
 *
 * The random walk of `npm test` (tests/app/studio/walk.test.ts), longer and more often: whatever a person does in an
 * editor, the database is what a simple model says. Ends with 1 when it is not.
 */
import { parseArgs } from 'node:util';
import { runVitest } from '../../resources/tools/checks/vitest-run.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options } = parseArgs({
  options: {
    walks: { type: 'string', default: '20' },
    steps: { type: 'string', default: '10000' },
  },
});

process.env['MASKWRIGHT_WALKS'] = options.walks;
process.env['MASKWRIGHT_WALK_STEPS'] = options.steps;
const { count, faults } = await runVitest(['tests/app/studio/walk.test.ts']);
for (const fault of faults) say(`✗ ${fault}`);
say(
  `${options.walks} walks of ${options.steps} steps: ${String(count.passed)} as the model says, ${String(count.failed)} not.`,
);
process.exitCode = count.failed === 0 && count.passed === Number(options.walks) ? 0 : 1;
