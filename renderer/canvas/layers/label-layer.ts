import Konva from 'konva';
import type { Rect } from '../../../app/domain/geometry.ts';
import { Region } from '../region.ts';
import { uprightRect } from '../turned.ts';
import type { Viewport } from '../viewport.ts';
import { LabelPainter, type Labels, type LineStyle, type Palette } from './label-paint.ts';

export interface LabelView {
  readonly labels: Labels;
  readonly palette: Palette;
  /** In CSS pixels. */
  readonly line: LineStyle;
}

/** In which what changed is kept, in device pixels: the larger, the more is painted beside it; the smaller, the more often. */
const cellPx = 32;

/** A map of labels over the picture. What changed is painted anew, and only that. */
export class LabelLayer {
  readonly layer = new Konva.Layer({ listening: false });
  readonly #painter = new LabelPainter();
  #view: LabelView | null = null;
  #image = new ImageData(1, 1);
  #words = new Uint32Array(1);
  /** In device pixels. */
  #dirty = new Region({ width: 1, height: 1 }, cellPx);
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };

  constructor() {
    const putAll = (context: Konva.Context): void => context.putImageData(this.#image, 0, 0);
    this.layer.add(new Konva.Shape({ sceneFunc: putAll }));
  }

  /** True when it has to be drawn: another map, other colours. */
  show(view: LabelView | null): boolean {
    const before = this.#view;
    this.#view = view;
    this.layer.visible(view !== null);
    const { width, height } = this.#image;
    const isSame = before !== null && view !== null && isSameView(before, view);
    if (!isSame && view !== null) {
      this.#dirty.add({ x: 0, y: 0, width, height });
    }
    return !isSame;
  }

  /** Stored pixels inside `rect` look different. */
  touch(rect: Rect): void {
    const view = this.#view;
    if (view === null || rect.width === 0 || rect.height === 0) {
      return;
    }
    const { x, y, scale } = this.#viewport;
    const upright = uprightRect(rect, view.labels.size, view.labels.turn);
    const ratio = this.#pixelRatio;
    // What lies beside a change gets or loses its lines, and there may be two.
    const margin = 2 * Math.ceil(view.line.width * ratio) + 1;
    const left = Math.floor((upright.x * scale + x) * ratio) - margin;
    const top = Math.floor((upright.y * scale + y) * ratio) - margin;
    const right = Math.ceil(((upright.x + upright.width) * scale + x) * ratio) + margin;
    const bottom = Math.ceil(((upright.y + upright.height) * scale + y) * ratio) + margin;
    this.#dirty.add({ x: left, y: top, width: right - left, height: bottom - top });
  }

  /** Paints what changed since the last frame. */
  drawStale(): void {
    const context = this.layer.getNativeCanvasElement().getContext('2d');
    if (this.#view !== null) {
      for (const rect of this.#dirty.boxes()) {
        this.#paint(rect, this.#view);
        context?.putImageData(this.#image, 0, 0, rect.x, rect.y, rect.width, rect.height);
      }
    }
    this.#dirty.clear();
  }

  drawAll(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#dirty.clear();
    const { width, height } = this.layer.getNativeCanvasElement();
    if (width === 0 || height === 0) {
      return;
    }
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = new ImageData(width, height);
      this.#words = new Uint32Array(this.#image.data.buffer);
      this.#dirty = new Region({ width, height }, cellPx);
    }
    if (this.#view !== null) {
      this.#paint({ x: 0, y: 0, width, height }, this.#view);
      this.layer.draw();
    }
  }

  get #pixelRatio(): number {
    return this.layer.getCanvas().getPixelRatio();
  }

  #paint(rect: Rect, { labels, palette, line }: LabelView): void {
    const pixelRatio = this.#pixelRatio;
    const { width, height } = this.#image;
    this.#painter.paint(
      { width, height, words: this.#words },
      {
        labels,
        palette,
        line: { width: line.width * pixelRatio, dashed: line.dashed },
        viewport: this.#viewport,
        pixelRatio,
        rect,
      },
    );
  }
}

const none = new Uint32Array(0);
const plain = new Uint8Array(0);

function isSameView(a: LabelView, b: LabelView): boolean {
  return (
    a.labels.values === b.labels.values &&
    a.line.width === b.line.width &&
    isSameArray(a.palette.fill, b.palette.fill) &&
    isSameArray(a.palette.line, b.palette.line) &&
    isSameArray(a.palette.striped, b.palette.striped) &&
    isSameArray(a.palette.hatch ?? plain, b.palette.hatch ?? plain) &&
    isSameArray(a.palette.inner ?? none, b.palette.inner ?? none) &&
    isSameArray(a.palette.merged ?? none, b.palette.merged ?? none)
  );
}

type Numbers = Uint32Array | Uint16Array | Uint8Array;

function isSameArray(a: Numbers, b: Numbers): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
