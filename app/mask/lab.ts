import type { Pixels } from './pixels.ts';

/** sRGB to CIE L*a*b* under D65, after IEC 61966-2-1 and CIE 15. */
const linear = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** The cube root of CIE's definition, worked out ahead: it would be most of the time that a picture takes. */
const steps = 4096;
const root = Float32Array.from({ length: steps + 2 }, (_, step) => {
  const share = step / steps;
  return share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27 / 116) * share + 16 / 116;
});

function rootOf(share: number): number {
  const at = share * steps;
  const step = at | 0;
  const low = root[step]!;
  return low + (at - step) * (root[step + 1]! - low);
}

/** L, a, b of each pixel, row by row: three numbers a pixel. Alpha is left out. */
export function labOf({ data, width, height }: Pixels): Float32Array {
  const lab = new Float32Array(3 * width * height);
  for (let i = 0, at = 0; at < lab.length; i += 4, at += 3) {
    const red = linear[data[i]!]!;
    const green = linear[data[i + 1]!]!;
    const blue = linear[data[i + 2]!]!;
    const x = rootOf(Math.min(1, 0.433953 * red + 0.376219 * green + 0.189828 * blue));
    const y = rootOf(Math.min(1, 0.212671 * red + 0.71516 * green + 0.072169 * blue));
    const z = rootOf(Math.min(1, 0.017758 * red + 0.109477 * green + 0.872766 * blue));
    lab[at] = 116 * y - 16;
    lab[at + 1] = 500 * (x - y);
    lab[at + 2] = 200 * (y - z);
  }
  return lab;
}
