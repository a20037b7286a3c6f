import type { Command } from './command.ts';

const program = 'npm run -s maskwright --';
const common: readonly (readonly [string, string])[] = [
  ['--json', 'one JSON object as the last line of stdout'],
  ['--help', 'this'],
];

export function helpOf({ name, summary, example, names = [], options }: Command): string {
  const rows = Object.entries(options).map(([flag, { value, help, required }]) => {
    const usage = value === null ? `--${flag}` : `--${flag} ${value}`;
    return [usage, required ? `${help} (needed)` : help] as const;
  });
  return [
    summary,
    '',
    `  ${program} ${[name, ...names].join(' ')}`,
    '',
    ...table([...rows, ...common]),
    '',
    'Example:',
    `  ${program} ${example}`,
    '',
  ].join('\n');
}

export function helpOfAll(commands: readonly Command[]): string {
  return [
    'Maskwright corrects segmentation masks, trains a network on them and shows what it learned.',
    '',
    `  ${program} COMMAND`,
    '',
    ...table(commands.map(({ name, summary }) => [name, summary] as const)),
    '',
    'Every command takes --json and --help. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.',
    'Example:',
    `  ${program} sample --project pets`,
    '',
  ].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
