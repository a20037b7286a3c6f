import type { Rect, Size } from '../../../app/domain/geometry.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { hintMarks, type Hint } from './hints.ts';
import { isOpen, nearEdge, openBox, smallIndices, type Edge } from './open-edge.ts';
import type { Mat, OpenCv } from './opencv.ts';

/** The longer side of the small copy on which the first answer is worked out. */
const smallSidePx = 256;
/** How often the small copy is worked through. */
const rounds = 3;
/** The edge is worked out again in squares of this side, each seen with a margin around it. */
const tilePx = 96;
const tileMarginPx = 10;
/** Colours are learned with so much noise, up or down: of one flat colour alone nothing else would have any likelihood. */
const noiseSteps = 5;

/** OpenCV's words for a pixel: certain or probable, background or foreground. */
const sure = { background: 0, foreground: 1 } as const;
const probably = { background: 2, foreground: 3 } as const;

/**
 * Tells an object from its background within a piece of a picture: first on a small copy, then along the edge at full
 * size. Both are worked through in steps, between which whoever waits may change its mind. `close` gives the memory
 * back. Source: Rother, Kolmogorov, Blake, "GrabCut" (2004).
 */
export class GrabCut {
  readonly #cv: OpenCv;
  readonly #size: Size;
  readonly #box: Rect;
  readonly #image: Mat;
  readonly #small: Mat;
  readonly #smallSize: Size;
  readonly #background: Mat;
  readonly #foreground: Mat;
  #hints: readonly Hint[] = [];
  /** 1 where the object is: on the small copy, and at the size of the piece. */
  #found: { readonly small: Uint8Array; readonly large: Bitmap } | null = null;

  /** `box` is in pixels of the piece; outside of it is background. */
  constructor(cv: OpenCv, { width, height, data }: Pixels, box: Rect) {
    this.#cv = cv;
    this.#size = { width, height };
    this.#box = box;
    const shrink = Math.min(1, smallSidePx / Math.max(width, height));
    this.#smallSize = {
      width: Math.max(1, Math.round(width * shrink)),
      height: Math.max(1, Math.round(height * shrink)),
    };
    this.#image = new cv.Mat();
    this.#small = new cv.Mat();
    this.#background = new cv.Mat();
    this.#foreground = new cv.Mat();
    const colours = new cv.Mat(height, width, cv.CV_8UC4);
    try {
      colours.data.set(data);
      cv.cvtColor(colours, this.#image, cv.COLOR_RGBA2RGB);
      this.#resize(this.#image, this.#small, this.#smallSize, cv.INTER_AREA);
      addNoise(this.#small.data);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      colours.delete();
    }
  }

  close(): void {
    for (const mat of [this.#image, this.#small, this.#background, this.#foreground]) mat.delete();
  }

  /** Works out everything anew for these hints, small, and answers it at the size of the piece. */
  *preview(hints: readonly Hint[]): Generator<void, Bitmap> {
    const { width, height } = this.#smallSize;
    this.#hints = hints;
    this.#found = null;
    const mask = new this.#cv.Mat(height, width, this.#cv.CV_8UC1);
    try {
      this.#begin(mask.data);
      if (hasBoth(mask.data)) {
        // The same answer each time.
        this.#cv.setRNGSeed(1);
        for (let round = 0; round < rounds; round++) {
          const { GC_INIT_WITH_MASK, GC_EVAL } = this.#cv;
          this.#cut(this.#small, mask, round === 0 ? GC_INIT_WITH_MASK : GC_EVAL);
          yield;
        }
      }
      const small = mask.data.map((value) => value & 1);
      const large = this.#enlarged(mask);
      this.#found = { small, large };
      return large;
    } finally {
      mask.delete();
    }
  }

  /** What the last preview found, with its edge worked out at the size of the piece. */
  *refined(): Generator<void, Bitmap> {
    const found = this.#found;
    if (found === null) {
      throw new Error('An edge was to be refined before anything was found.');
    }
    const { width, height } = this.#size;
    const { small, large } = found;
    const shrunk = width / this.#smallSize.width;
    if (shrunk <= 1 || !hasBoth(small)) {
      return large;
    }
    this.#learn(small);
    yield;
    const edge = this.#edgeOf(small, large);
    const result: Bitmap = { width, height, data: large.data.slice() };
    for (let y = 0; y < height; y += tilePx) {
      for (let x = 0; x < width; x += tilePx) {
        const tile = within({ x, y, width: tilePx, height: tilePx }, this.#size);
        if (this.#refineTile(tile, edge, result)) yield;
      }
    }
    return result;
  }

  /** What is known before anything is worked out: the box, and the hints. */
  #begin(mask: Uint8Array): void {
    const { width, height } = this.#smallSize;
    const scale = { x: width / this.#size.width, y: height / this.#size.height };
    const box = {
      left: Math.round(this.#box.x * scale.x),
      top: Math.round(this.#box.y * scale.y),
      right: Math.round((this.#box.x + this.#box.width) * scale.x),
      bottom: Math.round((this.#box.y + this.#box.height) * scale.y),
    };
    let isAnyOutside = false;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
        isAnyOutside ||= !isInside;
        mask[y * width + x] = isInside ? probably.foreground : sure.background;
      }
    }
    // A box around everything: what lies at the border of the picture is most likely not the object.
    if (!isAnyOutside) border(mask, this.#smallSize, probably.background);
    const marks = hintMarks(this.#hints, this.#smallSize, scale.x);
    for (let i = 0; i < mask.length; i++) {
      if (marks.keep.data[i] === 1) mask[i] = sure.foreground;
      if (marks.drop.data[i] === 1) mask[i] = sure.background;
    }
  }

  #edgeOf(small: Uint8Array, { data: found }: Bitmap): Edge {
    const near = nearEdge(small, this.#smallSize);
    const columns = smallIndices(this.#size.width, this.#smallSize.width);
    const rows = smallIndices(this.#size.height, this.#smallSize.height);
    const hints = this.#hints.length === 0 ? null : hintMarks(this.#hints, this.#size, 1);
    return { found, near, stride: this.#smallSize.width, columns, rows, hints, box: this.#box };
  }

  /** The colours at full size: those of the small copy are mixed of several pixels each. */
  #learn(labels: Uint8Array): void {
    const { width, height } = this.#smallSize;
    const sample = new this.#cv.Mat();
    const mask = new this.#cv.Mat(height, width, this.#cv.CV_8UC1);
    try {
      this.#resize(this.#image, sample, this.#smallSize, this.#cv.INTER_NEAREST);
      addNoise(sample.data);
      mask.data.set(labels);
      this.#cv.setRNGSeed(1);
      this.#cut(sample, mask, this.#cv.GC_INIT_WITH_MASK);
    } finally {
      sample.delete();
      mask.delete();
    }
  }

  #cut(image: Mat, mask: Mat, mode: number): void {
    const unused = new this.#cv.Rect(0, 0, 1, 1);
    this.#cv.grabCut(image, mask, unused, this.#background, this.#foreground, 1, mode);
  }

  /** In between pixels of the small copy the edge is where half of both would be. */
  #enlarged(mask: Mat): Bitmap {
    const { width, height } = this.#size;
    const large = new this.#cv.Mat();
    try {
      const small = mask.data;
      for (let i = 0; i < small.length; i++) small[i] = 255 * ((small[i] ?? 0) & 1);
      this.#resize(mask, large, this.#size, this.#cv.INTER_LINEAR);
      const data = new Uint8Array(width * height);
      const values = large.data;
      for (let i = 0; i < data.length; i++) data[i] = (values[i] ?? 0) >> 7;
      return this.#withHints({ width, height, data });
    } finally {
      large.delete();
    }
  }

  /** Inside the box, and as the hints say. Changes the bitmap. */
  #withHints(bitmap: Bitmap): Bitmap {
    const { x, y, width, height } = this.#box;
    const { data, width: stride } = bitmap;
    for (let row = 0; row < bitmap.height; row++) {
      const start = row * stride;
      const isOutside = row < y || row >= y + height;
      data.fill(0, start, isOutside ? start + stride : start + x);
      if (!isOutside) data.fill(0, start + x + width, start + stride);
    }
    if (this.#hints.length === 0) {
      return bitmap;
    }
    const { keep, drop } = hintMarks(this.#hints, this.#size, 1);
    for (let i = 0; i < data.length; i++) {
      data[i] = ((data[i] ?? 0) | (keep.data[i] ?? 0)) & ((drop.data[i] ?? 0) ^ 1);
    }
    return bitmap;
  }

  /** Writes into `result` what is found for the tile; false when nothing in it is open. */
  #refineTile(tile: Rect, edge: Edge, result: Bitmap): boolean {
    const open = openBox(tile, edge, this.#size);
    if (open === null) {
      return false;
    }
    const m = tileMarginPx;
    const seen = within(
      { x: open.x - m, y: open.y - m, width: open.width + 2 * m, height: open.height + 2 * m },
      this.#size,
    );
    const cv = this.#cv;
    const view = this.#image.roi(new cv.Rect(seen.x, seen.y, seen.width, seen.height));
    const image = new cv.Mat();
    const mask = new cv.Mat(seen.height, seen.width, cv.CV_8UC1);
    try {
      // A view has the rows of the whole between its own.
      view.copyTo(image);
      const values = mask.data;
      let at = 0;
      for (let y = seen.y; y < seen.y + seen.height; y++) {
        for (let x = seen.x; x < seen.x + seen.width; x++) {
          const i = y * this.#size.width + x;
          values[at++] = edge.found[i]! | (isOpen(edge, i, x, y) ? probably.background : 0);
        }
      }
      this.#cut(image, mask, cv.GC_EVAL_FREEZE_MODEL);
      const cut = mask.data;
      for (let row = open.y; row < open.y + open.height; row++) {
        let from = (row - seen.y) * seen.width + open.x - seen.x;
        const to = row * this.#size.width + open.x;
        for (let i = to; i < to + open.width; i++) result.data[i] = (cut[from++] ?? 0) & 1;
      }
      return true;
    } finally {
      for (const mat of [view, image, mask]) mat.delete();
    }
  }

  #resize(from: Mat, to: Mat, { width, height }: Size, interpolation: number): void {
    this.#cv.resize(from, to, new this.#cv.Size(width, height), 0, 0, interpolation);
  }
}

function within({ x, y, width, height }: Rect, size: Size): Rect {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  return {
    x: left,
    y: top,
    width: Math.min(size.width, x + width) - left,
    height: Math.min(size.height, y + height) - top,
  };
}

/** The same each time. */
function addNoise(values: Uint8Array): void {
  let random = 1;
  for (let i = 0; i < values.length; i++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const noise = ((random >>> 16) % (2 * noiseSteps + 1)) - noiseSteps;
    values[i] = Math.max(0, Math.min(255, (values[i] ?? 0) + noise));
  }
}

function border(mask: Uint8Array, { width, height }: Size, value: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      if (isEdge) mask[y * width + x] = value;
    }
  }
}

/** There is something to learn from for both. */
function hasBoth(mask: Uint8Array): boolean {
  let isForeground = false;
  let isBackground = false;
  for (const value of mask) {
    if ((value & 1) === 1) isForeground = true;
    else isBackground = true;
  }
  return isForeground && isBackground;
}
