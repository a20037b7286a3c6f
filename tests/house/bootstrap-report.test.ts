import { describe, expect, test } from 'vitest';
import { lastLine, sum } from '../../resources/tools/checks/count.ts';
import { judge, type VitestReport } from '../../resources/tools/checks/vitest-report.ts';

const allowed = [{ test: 'devset', reason: 'Pictures that do not travel.' }];

function report(
  tests: readonly (readonly [fullName: string, status: string])[],
  { success = true, status = 'passed' } = {},
): VitestReport {
  const assertionResults = tests.map(([fullName, outcome]) => ({
    fullName,
    status: outcome,
    failureMessages: outcome === 'failed' ? ['expected 1 to be 2\n    at a.test.ts:3:5'] : [],
  }));
  return { success, testResults: [{ name: 'a.test.ts', status, message: '', assertionResults }] };
}

describe('what the last line counts', () => {
  test('passed, failed and allowed skips, by number', () => {
    const { count, faults } = judge(
      report(
        [
          ['one', 'passed'],
          ['two', 'failed'],
          ['the devset agrees', 'skipped'],
        ],
        { success: false, status: 'failed' },
      ),
      allowed,
    );
    expect(count).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(faults).toEqual([expect.stringMatching(/a\.test\.ts: two: expected 1 to be 2$/)]);
  });

  test.each(['skipped', 'pending', 'todo', 'disabled'])(
    'a test that is %s and not on the list fails the run',
    (status) => {
      const { count, faults } = judge(report([['quietly left out', status]]), allowed);
      expect(count).toEqual({ passed: 0, failed: 1, skipped: 0 });
      expect(faults).toEqual([expect.stringContaining('quietly left out')]);
    },
  );

  test('a file that broke before its tests fails the run', () => {
    const { count } = judge(report([], { success: false, status: 'failed' }), allowed);
    expect(count.failed).toBe(1);
  });

  test('an error outside any test fails the run', () => {
    const { count } = judge(report([['one', 'passed']], { success: false }), allowed);
    expect(count).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('keeps its words, which other programs read', () => {
    const count = sum([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 10, failed: 3, skipped: 0 },
    ]);
    expect(lastLine(count)).toBe('11 passed, 3 failed, 2 skipped');
  });
});
