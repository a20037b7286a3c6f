import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineHost, EngineHostEvent } from '../../../app/contract/engines.ts';
import { createEnginePulse } from '../../../app/studio/training/engine-pulse.ts';

const engine = 'run:cats@01234567';
let now = 0;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

function follow() {
  let tell: (event: EngineHostEvent) => void = () => undefined;
  const subscribe: EngineHost['subscribe'] = (listener) => {
    tell = listener;
    return () => undefined;
  };
  const pulse = createEnginePulse(() => now);
  const changed: number[] = [];
  pulse.follow({ subscribe } as EngineHost, () => changed.push(now));
  const passSeconds = (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      now += 1000;
      vi.advanceTimersByTime(1000);
    }
  };
  return {
    pulse,
    changed,
    passSeconds,
    beat: () => {
      tell({ kind: 'event', engine, event: { kind: 'beat' } });
    },
    exit: () => {
      tell({ kind: 'exit', engine, code: 0, signal: null });
    },
  };
}

test('one that falls silent is told of within 15 s, and again when it is heard', () => {
  const { pulse, changed, passSeconds, beat } = follow();
  beat();
  passSeconds(11);
  expect(pulse.silentSeconds(engine)).toBeNull();
  passSeconds(4);
  expect(pulse.silentSeconds(engine)).toBe(15);
  expect(changed[0]).toBeLessThan(15_000);
  const told = changed.length;
  beat();
  expect(changed).toHaveLength(told + 1);
  expect(pulse.silentSeconds(engine)).toBeNull();
});

test('one whose steps take long is given time for them from then on', () => {
  const { pulse, passSeconds, beat } = follow();
  beat();
  passSeconds(20);
  expect(pulse.silentSeconds(engine)).toBe(20);
  beat();
  passSeconds(60);
  expect(pulse.silentSeconds(engine)).toBeNull();
  passSeconds(30);
  expect(pulse.silentSeconds(engine)).toBe(90);
});

test('one that has ended is not waited for', () => {
  const { pulse, changed, passSeconds, beat, exit } = follow();
  beat();
  exit();
  passSeconds(60);
  expect(pulse.silentSeconds(engine)).toBeNull();
  expect(changed).toEqual([]);
});
