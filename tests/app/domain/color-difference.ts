type Triple = readonly [number, number, number];

/** What is left of light without one kind of cone (Machado, Oliveira and Fernandes 2009, full severity). */
export const visions: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function light(color: string): Triple {
  const at = (index: number) => {
    const value = parseInt(color.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [at(0), at(1), at(2)];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** CIELAB under D65. */
function lab(color: Triple): Triple {
  const curve = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = curve(dot([0.4124, 0.3576, 0.1805], color) / 0.95047);
  const y = curve(dot([0.2126, 0.7152, 0.0722], color));
  const z = curve(dot([0.0193, 0.1192, 0.9505], color) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The smallest difference between any two, in CIELAB; 2.3 is just noticeable. */
export function nearest(
  colors: readonly string[],
  rows: readonly [Triple, Triple, Triple],
): number {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const seen = colors.map((color) => {
    const [r, g, b] = rows.map((row) => clamp(dot(row, light(color)))) as [number, number, number];
    return lab([r, g, b]);
  });
  return Math.min(
    ...seen.flatMap((one, at) =>
      seen
        .slice(at + 1)
        .map((other) => Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])),
    ),
  );
}
