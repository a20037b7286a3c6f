import { writeLog } from './reporter.ts';

/** The pictures that a run cannot use: each is named in its log, and how many there are stands beside the run. */
export interface LeftOut {
  note(name: string, reason: string): void;
  /** Hears the sentence about all so far: at once when there are some, and with each that comes. */
  follow(hear: (words: string) => void): void;
}

export function createLeftOut(folder: string): LeftOut {
  let count = 0;
  let words = '';
  let tell: (words: string) => void = () => undefined;
  return {
    note(name, reason) {
      const why = `“${name}” ${reason}`;
      writeLog(folder, `Left out: ${why}`);
      count += 1;
      words =
        count === 1
          ? `A picture is left out: ${why}`
          : `${String(count)} pictures are left out, the last one since ${why} log.txt in the run's folder names them all.`;
      tell(words);
    },
    follow(hear) {
      tell = hear;
      if (count > 0) hear(words);
    },
  };
}
