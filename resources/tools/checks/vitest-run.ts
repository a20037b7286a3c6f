import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineEnvironment } from '../../../app/runtime/engine-environment.ts';
import { runTool } from './step.ts';
import { allowedSkips, judge, type Judged, type VitestReport } from './vitest-report.ts';

const reportless: Judged = {
  count: { passed: 0, failed: 1, skipped: 0 },
  faults: ['Vitest ended without a report.'],
};

/** Runs Vitest with what it says shown live, and judges its report. `words` are its options and file filters. */
export async function runVitest(words: readonly string[]): Promise<Judged> {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-tests-'));
  const report = join(folder, 'report.json');
  try {
    const { code } = await runTool(
      {
        program: 'node_modules/vitest/vitest.mjs',
        words: [
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
          ...words,
        ],
      },
      { live: true, environment: engineEnvironment() },
    );
    const text = await readFile(report, 'utf8').catch(() => null);
    if (text === null) {
      return reportless;
    }
    const parsed = JSON.parse(text) as VitestReport;
    // Errors outside any test show in the exit code alone.
    return judge({ ...parsed, success: code === 0 }, allowedSkips());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
