import Konva from 'konva';
import type { Rect } from '../../../app/domain/geometry.ts';
import { Region } from '../region.ts';
import type { Viewport } from '../viewport.ts';
import { changedLabels, screenBox, type ShownLabels } from './label-changes.ts';
import { LabelPainter } from './label-paint.ts';

export interface LabelView extends ShownLabels {
  /** The box, in stored pixels, outside of which a label is nowhere; null where it is nowhere. Left out: it may be all over. */
  readonly boxOf?: (label: number) => Rect | null;
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

  /** True when it has to be drawn: another map, other colours. Where only some labels look different, those are. */
  show(view: LabelView | null): boolean {
    const before = this.#view;
    this.#view = view;
    this.layer.visible(view !== null);
    if (view === null) return before !== null;
    const changed = before === null ? null : changedLabels(before, view);
    const { boxOf } = view;
    if (changed === null || (boxOf === undefined && changed.length > 0)) {
      const { width, height } = this.#image;
      this.#dirty.add({ x: 0, y: 0, width, height });
      return true;
    }
    for (const label of changed) {
      const box = boxOf?.(label) ?? null;
      if (box !== null) this.touch(box);
    }
    return changed.length > 0;
  }

  /** Stored pixels inside `rect` look different. */
  touch(rect: Rect): void {
    const view = this.#view;
    if (view === null || rect.width === 0 || rect.height === 0) {
      return;
    }
    const { labels, line } = view;
    const pixelRatio = this.#pixelRatio;
    this.#dirty.add(screenBox(rect, { labels, line, viewport: this.#viewport, pixelRatio }));
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
