/** Whose edges brush and eraser keep to. */
export const brushSnaps = ['off', 'prediction', 'picture'] as const;

export type BrushSnap = (typeof brushSnaps)[number];

export function nextBrushSnap(snap: BrushSnap): BrushSnap {
  return brushSnaps[(brushSnaps.indexOf(snap) + 1) % brushSnaps.length] ?? 'off';
}
