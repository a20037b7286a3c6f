import type { Job } from '../contract/shapes.ts';
import { amount, duration, quantity } from './wording.ts';

/** Tells a person how far something is, on stderr: one line that is rewritten in a terminal, a line now and then elsewhere. */
export interface Progress {
  update(job: Pick<Job, 'title' | 'done' | 'total' | 'unit' | 'secondsLeft' | 'message'>): void;
  /** A line that stays. */
  say(line: string): void;
  /** Takes the rewritten line away. */
  clear(): void;
}

const pauseMs = 2_000;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  let drawn = false;
  let saidAt = -Infinity;
  let last = '';

  function clear(): void {
    if (drawn) {
      stream.write('\r\x1b[2K');
      drawn = false;
    }
  }

  return {
    update(job) {
      const line = describe(job);
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${line.slice(0, Math.max(stream.columns - 1, 20))}`);
        drawn = true;
      } else if (line !== last && performance.now() - saidAt > pauseMs) {
        stream.write(`${line}\n`);
        saidAt = performance.now();
        last = line;
      }
    },
    clear,
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
  };
}

function describe({
  title,
  done,
  total,
  unit,
  secondsLeft,
  message,
}: Parameters<Progress['update']>[0]): string {
  const parts = [message === '' ? title : `${title}: ${message}`];
  if (total > 0) {
    if (unit !== '%') {
      parts.push(
        `${amount(unit === 'bytes' ? done : Math.floor(done), unit)} of ${quantity(total, unit)}`,
      );
    }
    parts.push(`${String(Math.floor((100 * done) / total))} %`);
  } else if (done > 0) {
    parts.push(quantity(done, unit));
  }
  if (secondsLeft !== null) {
    parts.push(`${duration(secondsLeft)} left`);
  }
  return parts.join(', ');
}
