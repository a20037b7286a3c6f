import { problemTitle } from '../../app/contract/problem-title.ts';

export interface ReportPart {
  readonly name: string;
  readonly text: string;
}

/** A stretch of the report. Put together they are the whole, to the letter. */
export interface Stretch {
  /** Of the part it is; empty for the title. */
  readonly name: string;
  readonly text: string;
}

/** The report as it is shown, copied and saved: a title, then each part under its name. */
export function stretchesOf(parts: readonly ReportPart[]): readonly Stretch[] {
  return [
    { name: '', text: `${problemTitle}\n` },
    ...parts.map(({ name, text }) => ({
      name,
      text: `\n== ${name} ==\n${text.replace(/\r\n?/g, '\n').trimEnd()}\n`,
    })),
  ];
}

export function joined(stretches: readonly Stretch[]): string {
  return stretches.map(({ text }) => text).join('');
}
