import type { SplitPlan } from '../../contract/filters.ts';
import { defineCommand } from '../define-command.ts';
import { decimal, otherwise, path, required, UsageError, whole } from '../options.ts';
import { withStudio } from '../with-studio.ts';

export const split = defineCommand({
  name: 'split',
  summary: 'Say which pictures train, validate and test: whole numbers count, decimals share.',
  example: 'split --project pets --val 0.2 --test 0.1 --seed 0',
  options: {
    project: required(path('DIR', 'the project')),
    train: decimal('N', 'the first N pictures by ascending id'),
    val: decimal('N|SHARE', 'with --train: the next N, a tenth of train unless told; else a share'),
    test: decimal('N|SHARE', 'with --train: the next N; else a share such as 0.1'),
    seed: otherwise(whole('N', 'draws the shares; 0 unless told'), 0),
  },
  async run({ project, ...numbers }) {
    const plan = planFrom(numbers);
    return withStudio({ folder: project, create: false }, async (client) => {
      const counts = await client.call('split.apply', { plan });
      const { train, val, test, none } = counts;
      return {
        json: counts,
        lines: [
          `${String(train)} train, ${String(val)} validate, ${String(test)} test, ${String(none)} in none.`,
        ],
      };
    });
  },
});

interface Numbers {
  readonly train: number | undefined;
  readonly val: number | undefined;
  readonly test: number | undefined;
  readonly seed: number;
}

function planFrom({ train, val, test, seed }: Numbers): SplitPlan {
  if (train === undefined) {
    if (val === undefined && test === undefined) {
      throw new UsageError('Say --train N --test N, or --val 0.2 --test 0.1.');
    }
    const shares = { val: val ?? 0, test: test ?? 0 };
    if (shares.val + shares.test > 1 || isCount(val) || isCount(test)) {
      throw new UsageError(
        'Without --train, --val and --test are shares such as 0.2, together at most 1.',
      );
    }
    return { kind: 'shares', ...shares, seed };
  }
  if (![train, val ?? 0, test ?? 0].every(Number.isInteger)) {
    throw new UsageError('With --train, every number counts pictures and is whole.');
  }
  return { kind: 'counts', train, ...(val === undefined ? {} : { val }), test: test ?? 0, seed };
}

/** `--test 5` without `--train`: meant as a number of pictures. */
function isCount(value: number | undefined): boolean {
  return value !== undefined && value >= 1;
}
