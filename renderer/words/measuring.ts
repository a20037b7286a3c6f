import { counted } from './numbers.ts';

/** What the dialog that measures a run on folders says, and the one with its scores. */
export const measuring = {
  title: 'Measure a run on folders',
  what: 'Compares what a run predicts with masks, at the size of each picture.',
  start: 'Measure',
  act: 'Measure on folders…',
  namesNote: 'A class a line, such as “1 cat”; else the values are those of the run’s classes',
  ignoreHint: 'Its pixels are left out of the scores',

  done: ({ run, pictures, meanIou }: { run: string; pictures: number; meanIou: string }) =>
    `“${run}” measured on ${counted(pictures, 'picture')}: mean IoU ${meanIou}.`,
  leftOut: (files: number) => `${counted(files, 'file')} left out.`,
  look: 'Show the scores',
  scoresTitle: (title: string) => `Scores: ${title}`,
  measuredOn: (pictures: number, threshold: string) =>
    `${counted(pictures, 'picture')}, measured at their own size with threshold ${threshold}`,
} as const;
