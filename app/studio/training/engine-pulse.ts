import type { EngineHost } from '../../contract/engines.ts';
import type { Unsubscribe } from '../../contract/transport.ts';

/**
 * An engine gives a sign of life every second between its steps. One that has been silent for longer than this, and for
 * four times as long as it ever was, is told of: within 15 s with the time between two looks.
 */
const silentAfterMs = 12_000;
const lookEveryMs = 2_000;
const timesLongest = 4;

export interface EnginePulse {
  /** For how long an engine that seems to hang was not heard; null for one that was, or is not ours. */
  silentSeconds(engine: string): number | null;
  /** Listens to the engines; `onChange` hears of those that fell silent or are heard again. */
  follow(engines: EngineHost, onChange: (engine: string) => void): Unsubscribe;
}

interface Heard {
  at: number;
  /** The longest that it was ever silent and came back. */
  longestMs: number;
  isTold: boolean;
}

export function createEnginePulse(now: () => number = () => performance.now()): EnginePulse {
  const pulses = new Map<string, Heard>();

  function isSilent({ at, longestMs }: Heard): boolean {
    return now() - at >= Math.max(silentAfterMs, timesLongest * longestMs);
  }

  return {
    silentSeconds(engine) {
      const heard = pulses.get(engine);
      return heard !== undefined && isSilent(heard) ? Math.round((now() - heard.at) / 1000) : null;
    },

    follow(engines, onChange) {
      const unsubscribe = engines.subscribe(({ engine, kind }) => {
        const heard = pulses.get(engine);
        if (kind === 'exit') {
          pulses.delete(engine);
          return;
        }
        const gapMs = heard === undefined ? 0 : now() - heard.at;
        const longestMs = Math.max(heard?.longestMs ?? 0, gapMs);
        pulses.set(engine, { at: now(), longestMs, isTold: false });
        if (heard?.isTold === true) onChange(engine);
      });
      const timer = setInterval(() => {
        for (const [engine, heard] of pulses) {
          if (!isSilent(heard)) continue;
          heard.isTold = true;
          onChange(engine);
        }
      }, lookEveryMs);
      timer.unref();
      return () => {
        clearInterval(timer);
        unsubscribe();
      };
    },
  };
}
