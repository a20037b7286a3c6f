/** `npm run check`: what can be said of the source without running it. The last line is `N passed, N failed, N skipped`. */
import { countOf, lastLine } from './checks/count.ts';
import { staticSteps } from './checks/static-steps.ts';
import { runSteps, tellStep } from './checks/step.ts';

const count = countOf(await runSteps(staticSteps, tellStep));
process.stdout.write(`${lastLine(count)}\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
