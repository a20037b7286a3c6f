/** A class of objects. `value` numbers the classes 1..n by ascending id, as masks and networks use them. */
export interface Category {
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly value: number;
}

/** What class maps hold, value 0 first, each name once: a class may be called “background” itself, as in masks that draw it. */
export function withBackground(classNames: readonly string[]): readonly string[] {
  let background = 'background';
  while (classNames.includes(background)) background += ' (0)';
  return [background, ...classNames];
}

/** Okabe and Ito's colours, told apart by people of every colour vision; black is left out, masks lie on dark pictures. */
export const categoryColors = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
] as const;

/** The same seven darkened, then lightened: of the shares tried, these keep the nearest two of 21 farthest apart, with or without red, green or blue cones. */
const variations = [
  { towards: 0, share: 0 },
  { towards: 0, share: 0.54 },
  { towards: 255, share: 0.46 },
] as const;

/** The first 21 differ from one another; after that they begin again. */
export function colorOfNthCategory(index: number): string {
  const hue = categoryColors[index % categoryColors.length] ?? categoryColors[0];
  const round = Math.floor(index / categoryColors.length) % variations.length;
  return mixedColor(hue, variations[round] ?? variations[0]);
}

/** A colour darker (towards 0) or lighter (towards 255) by a share of the way. */
export function mixedColor(
  color: string,
  { towards, share }: { readonly towards: number; readonly share: number },
): string {
  return color.replace(/[0-9a-f]{2}/gi, (channel) =>
    Math.round(mixed(parseInt(channel, 16), towards, share))
      .toString(16)
      .padStart(2, '0'),
  );
}

function mixed(value: number, towards: number, share: number): number {
  return value + (towards - value) * share;
}
