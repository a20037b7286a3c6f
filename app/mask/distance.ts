import { createBitmap, type Bitmap } from './bitmap.ts';

/**
 * The set pixels and every pixel whose middle is within `radiusPx` of the middle of one: growing by a disc. Answers
 * a new bitmap. The cost does not depend on the radius: distances come from two passes, exact in whole numbers.
 * Source: Meijster, Roerdink, Hesselink, "A general algorithm for computing distance transforms in linear time" (2000).
 */
export function grown(bitmap: Bitmap, radiusPx: number): Bitmap {
  const { width, height, data } = bitmap;
  const far = width + height;
  const result = createBitmap(width, height);
  const down = columnDistances(bitmap, far);
  const reach = radiusPx * radiusPx;
  const row = new Int32Array(width);
  const squared = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    for (let x = 0; x < width; x++) row[x] = down[start + x]!;
    rowDistances(row, squared);
    for (let x = 0; x < width; x++) {
      const isNear = squared[x]! <= reach && squared[x]! < far * far;
      result.data[start + x] = isNear || data[start + x] === 1 ? 1 : 0;
    }
  }
  return result;
}

/**
 * The set pixels without those within `radiusPx` of an unset one. What lies outside of the picture takes nothing away:
 * an object that goes on beyond the edge stays at the edge. Answers a new bitmap.
 */
export function shrunk(bitmap: Bitmap, radiusPx: number): Bitmap {
  return inverted(grown(inverted(bitmap), radiusPx));
}

/**
 * Without spikes and specks, then without cracks and small holes, of a disc's size: opened, then closed. Answers a new
 * bitmap.
 */
export function smoothed(bitmap: Bitmap, radiusPx: number): Bitmap {
  const opened = grown(shrunk(bitmap, radiusPx), radiusPx);
  return shrunk(grown(opened, radiusPx), radiusPx);
}

function inverted({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.map((pixel) => pixel ^ 1) };
}

/** How many pixels up or down the nearest set one is; `far` where the column has none. */
function columnDistances({ width, height, data }: Bitmap, far: number): Int32Array {
  const distances = new Int32Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const above = i >= width ? distances[i - width]! + 1 : far;
    distances[i] = data[i] === 1 ? 0 : Math.min(far, above);
  }
  for (let i = data.length - width - 1; i >= 0; i--) {
    distances[i] = Math.min(distances[i]!, distances[i + width]! + 1);
  }
  return distances;
}

/** The least (x - i)^2 + down(i)^2 of each x: the lower envelope of parabolas, from left to right and back. */
function rowDistances(down: Int32Array, squared: Float64Array): void {
  const width = down.length;
  const lowest = new Int32Array(width);
  const from = new Int32Array(width);
  const heightAt = (x: number, i: number): number => (x - i) * (x - i) + down[i]! * down[i]!;
  let last = 0;
  for (let x = 1; x < width; x++) {
    while (last >= 0 && heightAt(from[last]!, lowest[last]!) > heightAt(from[last]!, x)) last--;
    if (last < 0) {
      last = 0;
      lowest[0] = x;
      continue;
    }
    const i = lowest[last]!;
    const meet = (x * x - i * i + down[x]! * down[x]! - down[i]! * down[i]!) / (2 * (x - i));
    const begin = 1 + Math.floor(meet);
    if (begin < width) {
      last++;
      lowest[last] = x;
      from[last] = begin;
    }
  }
  for (let x = width - 1; x >= 0; x--) {
    squared[x] = heightAt(x, lowest[last]!);
    if (x === from[last]) last--;
  }
}
