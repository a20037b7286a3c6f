/** A disc of a million pixels on another colour, both with noise. Runs in Node and in the page: it knows nothing around it. */
export function drawnPixels({
  width,
  height,
}: {
  width: number;
  height: number;
}): Uint8ClampedArray {
  const data = new Uint8ClampedArray(4 * width * height);
  let random = 1;
  for (let i = 0; i < width * height; i++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const noise = (random >>> 16) % 20;
    const across = (i % width) - width / 2;
    const down = Math.floor(i / width) - height / 2;
    const isInside = across * across + down * down < 1_000_000 / Math.PI;
    data[4 * i] = (isInside ? 200 : 40) + noise;
    data[4 * i + 1] = (isInside ? 80 : 90) + noise;
    data[4 * i + 2] = (isInside ? 60 : 120) + noise;
    data[4 * i + 3] = 255;
  }
  return data;
}
