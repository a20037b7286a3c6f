import type { RunDifference } from '../../contract/run-record.ts';
import { defineCommand } from '../define-command.ts';
import { path, required } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { counted, inColumns } from '../wording.ts';

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

/** Only a clock says that: it differs from one run to the same run once more. */
const clockFigures = ['result.pictures/s'];

function linesOf(
  { values, pictures, curves }: RunDifference,
  { a, b }: { readonly a: string; readonly b: string },
): readonly string[] {
  const rows = values
    .filter(({ what }) => !clockFigures.includes(what))
    .map((value) => [value.what, ...bothShort(value)]);
  const told = [
    [pictures.onlyA, `only in ${a}`],
    [pictures.onlyB, `only in ${b}`],
    [pictures.relabelled, 'with other masks'],
    [pictures.resplit, 'in another split'],
  ] as const;
  const different = told.filter(([{ count }]) => count > 0);
  return [
    ...(rows.length === 0
      ? ['Both were made with the same, and came to the same.']
      : inColumns([['', a, b], ...rows])),
    ...(different.length === 0
      ? ['Pictures, masks and split are the same.']
      : different.map(([{ count, names }, how]) => {
          const more = count > names.length ? ', ...' : '';
          return `${counted(count, 'picture')} ${how}: ${names.join(', ')}${more}`;
        })),
    curves.first === null
      ? `The curves are the same, bit for bit, in all of ${counted(curves.compared, 'measurement')}.`
      : `The curves differ from the ${curves.first.what} on: ${bothShort(curves.first).join(' against ')}.`,
  ];
}

/** Whole where only the whole tells them apart. */
function bothShort({
  a,
  b,
}: {
  readonly a: string;
  readonly b: string;
}): readonly [string, string] {
  const shortened = [short(a), short(b)] as const;
  return shortened[0] === shortened[1] ? [a, b] : shortened;
}

/** A hash is told from another by its beginning, and a figure by six digits. */
function short(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, 12)}...`;
  return text
    .split(' ')
    .map((word) =>
      /^-?\d+\.\d{6,}$/.test(word) ? String(Number(Number(word).toPrecision(6))) : word,
    )
    .join(' ');
}
