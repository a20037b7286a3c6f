import { expect, it } from 'vitest';
import { verdict, verdictColors, verdictsOf } from '../../../app/mask/verdict.ts';

it('names what is found, missed and too many; what is ignored counts for nothing', () => {
  const verdicts = verdictsOf(Uint8Array.of(0, 1, 1, 0, 2, 255), Uint8Array.of(0, 1, 0, 1, 1, 1));
  const { right, missed, extra } = verdict;
  expect([...verdicts]).toEqual([0, right, missed, extra, missed, 0]);
});

/** Machado, Oliveira and Fernandes (2009), full severity, on linear RGB. */
const deficiencies = {
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
} as const;

/** What an eye makes of a colour, as CIE L*a*b* under D65. */
function seen(color: string, matrix: readonly number[]): readonly number[] {
  const linear = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, value, at) => sum + value * (matrix[row + at] ?? 0), 0),
      ),
    ),
  );
  const root = (share: number): number =>
    share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
  const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

it.each(Object.entries(deficiencies))(
  'the colours of verdicts are told apart with %s',
  (_, matrix) => {
    const [right = [], missed = [], extra = []] = Object.values(verdictColors).map((color) =>
      seen(color, matrix),
    );
    for (const [a, b] of [
      [right, missed],
      [right, extra],
      [missed, extra],
    ] as const) {
      // Ten is seen at a glance by an eye that sees all colours.
      expect(Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)))).toBeGreaterThan(40);
    }
  },
);
