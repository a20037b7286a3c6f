/**
 * Douglas and Peucker's simplification of a closed ring x0, y0, x1, y1, ...: keeps the fewest corners it finds such
 * that no left-out corner lies further than `tolerance` from the outline. Cartographica 10 (1973) 112-122.
 */
export function simplifyRing(ring: readonly number[], tolerance: number): readonly number[] {
  const corners = ring.length / 2;
  if (tolerance <= 0 || corners <= 3) return ring;
  const keep = new Uint8Array(corners);
  // A ring has no ends: it is cut at its first corner and at the one furthest from it.
  const opposite = furthestFromFirst(ring);
  keep[0] = 1;
  keep[opposite] = 1;
  keepOutliers(ring, keep, tolerance, [
    [0, opposite],
    [opposite, corners],
  ]);
  return ring.filter((_, i) => keep[i >> 1] === 1);
}

/** The same for a line with two ends, which both stay. */
export function simplifyLine(line: readonly number[], tolerance: number): readonly number[] {
  const points = line.length / 2;
  if (tolerance <= 0 || points <= 2) return line;
  const keep = new Uint8Array(points);
  keep[0] = 1;
  keep[points - 1] = 1;
  keepOutliers(line, keep, tolerance, [[0, points - 1]]);
  return line.filter((_, i) => keep[i >> 1] === 1);
}

/** Marks what lies too far from the chord of its part, and goes on in both halves. Changes `keep` and `open`. */
function keepOutliers(
  corners: readonly number[],
  keep: Uint8Array,
  tolerance: number,
  open: [number, number][],
): void {
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part;
    const { index, distance } = furthestFromChord(corners, first, last);
    if (distance <= tolerance * tolerance) continue;
    keep[index] = 1;
    open.push([first, index], [index, last]);
  }
}

function furthestFromFirst(ring: readonly number[]): number {
  const [x = 0, y = 0] = ring;
  let furthest = 0;
  let greatest = -1;
  for (let i = 0; i < ring.length; i += 2) {
    const distance = (ring[i]! - x) ** 2 + (ring[i + 1]! - y) ** 2;
    if (distance > greatest) {
      greatest = distance;
      furthest = i / 2;
    }
  }
  return furthest;
}

/** Of the corners strictly between `first` and `last`, the one furthest from their chord; distance squared. */
function furthestFromChord(
  ring: readonly number[],
  first: number,
  last: number,
): { readonly index: number; readonly distance: number } {
  const end = (last * 2) % ring.length;
  const x0 = ring[first * 2]!;
  const y0 = ring[first * 2 + 1]!;
  const dx = ring[end]! - x0;
  const dy = ring[end + 1]! - y0;
  const lengthSquared = dx * dx + dy * dy;
  let index = first;
  let greatest = 0;
  for (let i = first + 1; i < last; i++) {
    const px = ring[i * 2]! - x0;
    const py = ring[i * 2 + 1]! - y0;
    const along =
      lengthSquared === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / lengthSquared));
    const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
    if (distance > greatest) {
      greatest = distance;
      index = i;
    }
  }
  return { index, distance: greatest };
}
