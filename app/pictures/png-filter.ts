/**
 * Undoes a row's filter in place; both rows begin with their filter's number. Changes `line`. Throws RangeError for a filter that
 * does not exist. Source: PNG specification, third edition, 9.2.
 */
export function unfilter(line: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const filter = line[0]!;
  if (filter > 4) throw new RangeError('It has a filter that does not exist.');
  if (filter === 0) return;
  for (let i = 1; i < line.length; i++) {
    const left = i > pixelBytes ? line[i - pixelBytes]! : 0;
    const up = above[i]!;
    const corner = i > pixelBytes ? above[i - pixelBytes]! : 0;
    line[i]! += predicted(filter, left, up, corner);
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default: {
      const estimate = left + up - corner;
      const a = Math.abs(estimate - left);
      const b = Math.abs(estimate - up);
      const c = Math.abs(estimate - corner);
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
  }
}
