import { describe, expect, it } from 'vitest';
import { rateAt } from '../../../app/learning/run/schedule.ts';

const rate = 0.02;

function course(schedule: Parameters<typeof rateAt>[0]['schedule'], steps: number): number[] {
  return Array.from({ length: steps }, (_, index) =>
    rateAt({ rate, schedule }, { step: index + 1, steps }),
  );
}

describe('the learning rate', () => {
  /** `torch.optim.lr_scheduler.OneCycleLR(max_lr=0.02, total_steps=n)`, all else left as it is, PyTorch 2. */
  it('goes through one cycle as in PyTorch', () => {
    const of7 = [
      0.0008, 0.0196111325, 0.0183808875, 0.0134536767, 0.00715477551, 0.00198593584, 8e-8,
    ];
    course('one-cycle', 7).forEach((own, index) => expect(own).toBeCloseTo(of7[index] ?? NaN, 8));
    const of40 = new Map([
      [0, 0.0008],
      [1, 0.00118886745],
      [5, 0.00903377755],
      [10, 0.0196111325],
      [11, 0.02],
      [12, 0.0199371224],
      [20, 0.0153203395],
      [30, 0.00467974052],
      [38, 6.29576496e-5],
      [39, 8e-8],
    ]);
    const own = course('one-cycle', 40);
    for (const [index, expected] of of40) expect(own[index]).toBeCloseTo(expected, 8);
  });

  /** `PolynomialLR(total_iters=39, power=0.9)` of the same; ours has one step of warm-up before, and a floor. */
  it('sinks by a power as in PyTorch', () => {
    const of39 = new Map([
      [0, 0.02],
      [1, 0.0195378642],
      [5, 0.0176767685],
      [10, 0.015318987],
      [11, 0.0148427399],
      [12, 0.0143647885],
      [20, 0.0104700822],
      [30, 0.00534429112],
      [38, 0.000739727645],
    ]);
    const own = course('poly', 40);
    for (const [index, expected] of of39) expect(own[index]).toBeCloseTo(expected, 8);
    expect(own[39]).toBe(rate / 100);
  });

  it('falls to a tenth after half of the run, and to a hundredth after three quarters', () => {
    const own = course('step', 400);
    expect([own[199], own[299], own[399]]).toEqual([rate, rate / 10, rate / 100]);
    expect(own[220]).toBe(rate / 10);
  });

  it.each(['cosine', 'poly', 'step', 'one-cycle'] as const)(
    'climbs to its height and then never climbs again: %s',
    (schedule) => {
      for (const steps of [1, 2, 3, 10, 101, 1000]) {
        const own = course(schedule, steps);
        const top = own.indexOf(Math.max(...own));
        const way = own.map((each, index) => Math.sign(each - (own[index - 1] ?? each)));
        expect(way.slice(1, top + 1).every((sign) => sign >= 0)).toBe(true);
        expect(way.slice(top + 1).every((sign) => sign <= 0)).toBe(true);
        expect(own.every((each) => each > 0 && each <= rate)).toBe(true);
        if (steps > 9) expect(own[top]).toBeGreaterThan(0.97 * rate);
      }
    },
  );

  it('stays where it is when it is constant', () => {
    expect(course('constant', 3)).toEqual([rate, rate, rate]);
  });
});
