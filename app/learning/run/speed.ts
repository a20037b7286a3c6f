/** Pictures per second over the last seconds of training, from it the time that is left, and how much of it was waiting. */
export interface Speed {
  stepped(step: TimedStep): void;
  /** A validation took `seconds`. */
  validated(seconds: number): void;
  imagesPerSecond(): number | null;
  /** Of the time of these steps, what went by waiting for pictures: 0..1. */
  waitingShare(): number | null;
  secondsLeft(left: { readonly steps: number; readonly validations: number }): number | null;
}

export interface TimedStep {
  readonly pictures: number;
  readonly seconds: number;
  /** Of these seconds, how many were waited for the pictures. */
  readonly waited: number;
}

/** Enough steps to be calm, few enough to notice when the computer gets busy. */
const window = 20;

export function createSpeed(): Speed {
  const steps: TimedStep[] = [];
  let validation = 0;

  function total(key: keyof TimedStep): number {
    return steps.reduce((sum, step) => sum + step[key], 0);
  }

  return {
    stepped(step) {
      steps.push(step);
      if (steps.length > window) steps.shift();
    },
    validated(seconds) {
      validation = seconds;
    },
    imagesPerSecond: () => (steps.length === 0 ? null : total('pictures') / total('seconds')),
    waitingShare: () => (steps.length === 0 ? null : total('waited') / total('seconds')),
    secondsLeft: (left) =>
      steps.length === 0
        ? null
        : (left.steps * total('seconds')) / steps.length + left.validations * validation,
  };
}
