/** Colours as hue 0..360, saturation and lightness 0..100. */
export interface Color {
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}

export function color(hue: number, saturation: number, lightness: number): Color {
  return { hue, saturation, lightness };
}

/** Lighter by so many points, darker when negative. */
export function shade({ hue, saturation, lightness }: Color, points: number): Color {
  return { hue, saturation, lightness: Math.min(98, Math.max(2, lightness + points)) };
}

/** As SVG writes it. */
export function css({ hue, saturation, lightness }: Color): string {
  return `hsl(${hue.toFixed(0)},${saturation.toFixed(0)}%,${lightness.toFixed(0)}%)`;
}
