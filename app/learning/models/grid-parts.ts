/** Of `length` rows or columns in so many cells: the first that belongs to a cell, and the first beyond it. */
export function partOf(length: number, cells: number, cell: number): readonly [number, number] {
  return [Math.floor((cell * length) / cells), Math.ceil(((cell + 1) * length) / cells)];
}
