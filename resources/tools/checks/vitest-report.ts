import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Count } from './count.ts';
import { root } from './step.ts';

/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly TestReport[];
  }[];
}

interface TestReport {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

export interface AllowedSkip {
  /** A regular expression over the test's full name. */
  readonly test: string;
  readonly reason: string;
}

export interface Judged {
  readonly count: Count;
  /** A sentence about each failure: who reads thousands of lines finds them together at their end. */
  readonly faults: readonly string[];
}

export function allowedSkips(): readonly AllowedSkip[] {
  const text = readFileSync(join(root, 'tests', 'allowed-skips.json'), 'utf8');
  return JSON.parse(text) as readonly AllowedSkip[];
}

/** Counts tests by number. A skip that nobody allowed and a file that broke before its tests count as failed. */
export function judge(
  { success, testResults }: VitestReport,
  allowed: readonly AllowedSkip[],
): Judged {
  const patterns = allowed.map(({ test }) => new RegExp(test));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length;
  const skips = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const refused = skips.filter(({ fullName }) => !patterns.some((one) => one.test(fullName)));
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every(isNotFailed),
  );
  const beyond = [
    ...refused.map(({ fullName }) => `Skipped, and not in tests/allowed-skips.json: ${fullName}`),
    ...broken.map(({ name }) => `Broke outside its tests: ${name}`),
  ];
  const unexplained = success || failed + beyond.length > 0 ? [] : ['Vitest ended with an error.'];
  return {
    count: {
      passed,
      failed: failed + beyond.length + unexplained.length,
      skipped: skips.length - refused.length,
    },
    faults: [...testResults.flatMap(failuresOf), ...beyond, ...unexplained],
  };
}

function failuresOf({ name, assertionResults }: VitestReport['testResults'][number]): string[] {
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages: [message = ''] }) => {
      const [firstLine = ''] = stripVTControlCharacters(message).split('\n');
      return `${relative(root, name)}: ${fullName}: ${firstLine}`;
    });
}

function isNotFailed({ status }: { readonly status: string }): boolean {
  return status !== 'failed';
}
