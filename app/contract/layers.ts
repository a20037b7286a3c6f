import * as v from 'valibot';
import * as s from './shapes.ts';

/** What each layer of a run's network makes of one picture: figures in messages, maps in files. */

/** Pixels between two maps of a sheet. */
export const sheetGapPx = 2;
/** Side of the small maps, one of each layer, in the file `thumbnails`. */
export const layerThumbnailPx = 56;
/** Of a layer with more channels, those that tell most are shown. */
export const channelsShown = 16;

/** Of all layers side by side, in the folder of a look. */
export const thumbnailsFile = 'thumbnails.png';

/** The sheet of a layer by its place, such as `007-down2_conv1.png`. */
export function sheetFile(place: number, name: string): string {
  return `${String(place + 1).padStart(3, '0')}-${name}.png`;
}

/** Over all values of a layer; `zeros` is the share of those that are exactly 0. */
const range = v.object({ min: v.number(), max: v.number(), zeros: v.number() });

/** What an engine tells of a layer it has drawn. */
export const drawnLayer = v.object({
  name: v.string(),
  range,
  /** The value that is drawn white, and, below zero, the one that is drawn in full blue. Zero is black. */
  limit: v.number(),
  /** The channels on the sheet, row by row; those whose values vary most come first. */
  shown: v.array(s.count),
  /** Where the first of them is farthest from 0. */
  peak: v.object({ row: s.count, column: s.count }),
  /** How many maps stand side by side, and the side of each, in pixels. */
  sheet: v.object({ columns: s.count, tilePx: s.count }),
});
export type DrawnLayer = v.InferOutput<typeof drawnLayer>;

/** A layer as it was built, with what it gave for the picture. */
const layer = v.object({
  ...drawnLayer.entries,
  /** As in `app/learning/models/network.ts`; what cuts off at zero is a layer of its own here. */
  kind: v.string(),
  from: v.array(v.string()),
  width: s.count,
  height: s.count,
  channels: s.count,
  parameters: s.count,
  field: v.object({ sizePx: s.count, stridePx: v.number() }),
  /** Its settings, such as `kernel` and `stride`. */
  built: v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])),
  file: v.string(),
});
export type LookedLayer = v.InferOutput<typeof layer>;

/** The result of the job of `layers.look`. */
export const lookedLayers = v.object({
  run: s.runName,
  weights: s.weights,
  image: s.id,
  name: v.string(),
  /**
   * Of the square that the network sees, in pixels, and where in it the picture lies: beyond its edges too, where the run looks
   * at pictures in so many parts across and down. Shown is the middle one.
   */
  sidePx: s.count,
  tiles: s.count,
  content: s.rect,
  /** What the channels of the last layers stand for, the background first. */
  classes: v.array(v.string()),
  layers: v.array(layer),
  /** For the addresses of the maps; null where they were written to a folder of the person's. */
  look: v.nullable(v.string()),
});
export type LookedLayers = v.InferOutput<typeof lookedLayers>;

/** A part of one channel, row by row. */
const window = v.object({
  left: v.number(),
  top: v.number(),
  width: s.count,
  height: s.count,
  values: v.array(v.number()),
});
export type NumberWindow = v.InferOutput<typeof window>;

/** What goes into a few values of a layer that takes numbers from several places or puts them elsewhere, and what comes out. */
export const layerNumbers = v.object({
  channel: s.count,
  /** The channel that `input` is of: where a kernel takes from all of them, the one that gives most here. */
  inputChannel: s.count,
  input: window,
  output: window,
  /** Of unpooling: what stood under `output` before it was pooled. */
  pooled: v.optional(window),
  /**
   * Of a convolution: the weights from one channel to the other, and at which input they lie for the first output. Of a
   * transposed one: at which output its first number lands for the first input.
   */
  kernel: v.optional(
    v.object({
      sizePx: s.count,
      stridePx: s.count,
      dilation: s.count,
      values: v.array(v.number()),
      left: v.number(),
      top: v.number(),
    }),
  ),
});
export type LayerNumbers = v.InferOutput<typeof layerNumbers>;

/** The part of the square that a value depends on; it may reach over the border, where padding lies. */
export const layerField = v.object({ field: s.rect });
