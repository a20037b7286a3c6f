import type { RunDifference } from '../../contract/run-record.ts';
import { defineCommand } from '../define-command.ts';
import { path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { counted } from '../wording.ts';

export const runsDiff = defineCommand({
  name: 'runs diff',
  summary:
    'Say what differs between two runs: what they were made with, their pictures, their curves.',
  example: 'runs diff first second --project pets',
  names: ['A', 'B'],
  options: { project: required(path('DIR', 'the project')) },
  run({ project }, _context, [a = '', b = '']) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const difference = await client.call('run.diff', { a, b });
      return { json: { a, b, ...difference }, lines: linesOf(difference, { a, b }) };
    });
  },
});

function linesOf(
  { values, pictures, curves }: RunDifference,
  { a, b }: { readonly a: string; readonly b: string },
): readonly string[] {
  const widths = [
    Math.max(4, ...values.map(({ what }) => what.length)),
    Math.max(a.length, ...values.map((value) => value.a.length)),
  ] as const;
  const row = (what: string, one: string, other: string) =>
    `${what.padEnd(widths[0])}  ${one.padEnd(widths[1])}  ${other}`;
  const told = [
    [pictures.onlyA, `only in ${a}`],
    [pictures.onlyB, `only in ${b}`],
    [pictures.relabelled, 'with other masks'],
    [pictures.resplit, 'in another split'],
  ] as const;
  const different = told.filter(([count]) => count > 0);
  return [
    ...(values.length === 0
      ? ['Both were made with the same, and came to the same.']
      : [row('', a, b), ...values.map(({ what, a: one, b: other }) => row(what, one, other))]),
    different.length === 0
      ? 'Pictures, masks and split are the same.'
      : `${different.map(([count, how]) => `${counted(count, 'picture')} ${how}`).join(', ')}.`,
    curves.first === null
      ? `The curves are the same, bit for bit, in all of ${counted(curves.compared, 'measurement')}.`
      : `The curves differ from the ${curves.first.what} on: ${curves.first.a} against ${curves.first.b}.`,
  ];
}
