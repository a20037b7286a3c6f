/** A class of objects. `value` numbers the classes 1..n by ascending id, as masks and networks use them. */
export interface Category {
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly value: number;
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

export function colorOfNthCategory(index: number): string {
  return categoryColors[index % categoryColors.length] ?? categoryColors[0];
}
