import { layerThumbnailPx, sheetGapPx, type DrawnLayer } from '../../contract/layers.ts';
import { indexedPng, type Palette } from '../../pictures/png.ts';

/** What a layer gave for one picture: row by row, at each place one value a channel. */
export interface Maps {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

const largestTilePx = 512;
const smallestTilePx = 64;
/** So many numbers say where the brightest lie as well as all of them. */
const sampled = 20_000;

/** Black is 0, white the limit; below 0 it goes from black to blue. The first colour lies between the maps of a sheet. */
const zero = 128;
const palette: Palette = Array.from({ length: 256 }, (_, index) => {
  if (index === 0) return [0x3a, 0x3f, 0x47];
  const share = (index - zero) / 127;
  const grey = Math.round(255 * Math.max(0, share));
  return share >= 0 ? [grey, grey, grey] : [0, Math.round(-share * 110), Math.round(-share * 255)];
});

/** Smallest, largest, and the share of exact zeros. What is no finite number counts as 0. */
export function rangeOf({ values }: Maps): DrawnLayer['range'] {
  let [min, max, zeros] = [Infinity, -Infinity, 0];
  for (const each of values) {
    const value = Number.isFinite(each) ? each : 0;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros += 1;
  }
  return { min, max, zeros: zeros / values.length };
}

/**
 * The `count` channels whose values vary most over the picture, by their standard deviation, the most telling first; where
 * they are as even, the larger. All of them in their own order where there are no more: those of a picture or of classes.
 */
export function mostTelling({ values, channels }: Maps, count: number): readonly number[] {
  const all = Array.from({ length: channels }, (_, channel) => channel);
  if (channels <= Math.min(count, 8)) return all;
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let at = 0; at < values.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) {
      const value = values[at + channel]!;
      sums[channel] = sums[channel]! + value;
      squares[channel] = squares[channel]! + value * value;
    }
  }
  const places = values.length / channels;
  const told = all.map((channel) => {
    const mean = sums[channel]! / places;
    const spread = Math.sqrt(Math.max(0, squares[channel]! / places - mean * mean));
    return { channel, spread, size: Math.abs(mean) };
  });
  return told
    .toSorted((one, other) => other.spread - one.spread || other.size - one.size)
    .slice(0, count)
    .map(({ channel }) => channel);
}

/** Where a channel is farthest from 0, the first of equals. */
export function peakOf({ width, channels, values }: Maps, channel: number): DrawnLayer['peak'] {
  let best = 0;
  for (let place = 1; place * channels < values.length; place++) {
    const [here, there] = [values[place * channels + channel]!, values[best * channels + channel]!];
    if (Math.abs(here) > Math.abs(there)) best = place;
  }
  return { row: Math.floor(best / width), column: best % width };
}

/** What is drawn white: all but the brightest half of a hundredth stay below it, so that one value does not darken all. */
export function limitOf({ values, channels }: Maps, shown: readonly number[]): number {
  const places = values.length / channels;
  const step = Math.max(1, Math.floor((places * shown.length) / sampled));
  const sizes: number[] = [];
  for (let nth = 0; nth < places * shown.length; nth += step) {
    const channel = shown[nth % shown.length] ?? 0;
    sizes.push(Math.abs(values[Math.floor(nth / shown.length) * channels + channel] ?? 0));
  }
  sizes.sort((one, other) => one - other);
  const found = sizes[Math.floor(sizes.length * 0.995)] ?? 0;
  return found > 0 ? found : (sizes.at(-1) ?? 0) || 1;
}

/** Small maps are drawn larger, pixel by pixel; of those beyond the largest tile, pixels are averaged. */
export function tileSideOf({ width, height }: Pick<Maps, 'width' | 'height'>): number {
  const side = Math.max(width, height);
  if (side > largestTilePx) return Math.ceil(side / Math.ceil(side / largestTilePx));
  return side * Math.max(1, Math.floor(smallestTilePx / side));
}

export interface Sheet {
  readonly png: Uint8Array;
  readonly columns: number;
  readonly tilePx: number;
}

/** The maps of some channels side by side, as near to a square as whole rows are. */
export function sheetOf(maps: Maps, shown: readonly number[], limit: number): Sheet {
  const tilePx = tileSideOf(maps);
  const columns = Math.ceil(Math.sqrt(shown.length));
  const rows = Math.ceil(shown.length / columns);
  const pitch = tilePx + sheetGapPx;
  const size = { width: columns * pitch - sheetGapPx, height: rows * pitch - sheetGapPx };
  const pixels = new Uint8Array(size.width * size.height);
  shown.forEach((channel, nth) => {
    const left = (nth % columns) * pitch;
    const top = Math.floor(nth / columns) * pitch;
    drawTile({ pixels, rowPx: size.width, left, top, sidePx: tilePx }, maps, { channel, limit });
  });
  return { png: indexedPng(pixels, size, palette), columns, tilePx };
}

/** The first map shown of every layer, small, from left to right. */
export function createThumbnails(layers: number) {
  const side = layerThumbnailPx;
  const pixels = new Uint8Array(layers * side * side);
  return {
    draw(place: number, maps: Maps, drawn: { readonly channel: number; readonly limit: number }) {
      const target = { pixels, rowPx: layers * side, left: place * side, top: 0, sidePx: side };
      drawTile(target, maps, drawn);
    },
    png: () => indexedPng(pixels, { width: layers * side, height: side }, palette),
  };
}

interface Tile {
  readonly pixels: Uint8Array;
  readonly rowPx: number;
  readonly left: number;
  readonly top: number;
  readonly sidePx: number;
}

function drawTile(
  { pixels, rowPx, left, top, sidePx }: Tile,
  maps: Maps,
  { channel, limit }: { readonly channel: number; readonly limit: number },
): void {
  const { width, height, channels, values } = maps;
  const side = Math.max(width, height);
  // Where the values under each of the drawn pixels begin, and behind the last one.
  const edges = Int32Array.from({ length: sidePx + 1 }, (_, nth) =>
    Math.floor((nth * side) / sidePx),
  );
  for (let y = 0; y < sidePx; y++) {
    const [firstRow, rows] = reach(edges, y, height);
    for (let x = 0; x < sidePx; x++) {
      const [firstColumn, columns] = reach(edges, x, width);
      let sum = 0;
      for (let row = firstRow; row < rows; row++) {
        for (let column = firstColumn; column < columns; column++) {
          sum += values[(row * width + column) * channels + channel]!;
        }
      }
      const count = (rows - firstRow) * (columns - firstColumn);
      pixels[(top + y) * rowPx + left + x] = colorOf(count > 0 ? sum / count : 0, limit);
    }
  }
}

/** Which values lie under the nth drawn pixel: one at least, and none beyond the last one. */
function reach(edges: Int32Array, nth: number, length: number): readonly [number, number] {
  const first = edges[nth]!;
  return [first, Math.min(length, Math.max(first + 1, edges[nth + 1]!))];
}

function colorOf(value: number, limit: number): number {
  const share = Math.min(1, Math.max(-1, value / limit));
  return Number.isNaN(share) ? zero : zero + Math.round(share * 127);
}
