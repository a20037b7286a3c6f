/** Pictures per second over the last seconds of training, and from it the time that is left. */
export interface Speed {
  /** A step of `pictures` took `seconds`. */
  stepped(pictures: number, seconds: number): void;
  /** A validation took `seconds`. */
  validated(seconds: number): void;
  imagesPerSecond(): number | null;
  secondsLeft(left: { readonly steps: number; readonly validations: number }): number | null;
}

/** Enough steps to be calm, few enough to notice when the computer gets busy. */
const window = 20;

export function createSpeed(): Speed {
  const steps: { readonly pictures: number; readonly seconds: number }[] = [];
  let validation = 0;

  function total(key: 'pictures' | 'seconds'): number {
    return steps.reduce((sum, step) => sum + step[key], 0);
  }

  return {
    stepped(pictures, seconds) {
      steps.push({ pictures, seconds });
      if (steps.length > window) steps.shift();
    },
    validated(seconds) {
      validation = seconds;
    },
    imagesPerSecond: () => (steps.length === 0 ? null : total('pictures') / total('seconds')),
    secondsLeft: (left) =>
      steps.length === 0
        ? null
        : (left.steps * total('seconds')) / steps.length + left.validations * validation,
  };
}
