import Konva from 'konva';
import {
  uprightSize,
  type Point,
  type Rect,
  type Size,
  type Turn,
} from '../../app/domain/geometry.ts';
import { storedFromUpright } from '../../app/mask/turn.ts';
import type { Drawing } from './drawing/drawing.ts';
import { LabelLayer, type LabelView } from './layers/label-layer.ts';
import { PictureLayer, type PictureLook } from './layers/picture-layer.ts';
import { RingCursor } from './layers/ring-cursor.ts';
import { drawPixelGrid, onScreen, SketchLayer } from './layers/sketch-layer.ts';
import type { PictureSource } from './picture-source.ts';
import type { Sketch } from './tools/tool.ts';
import {
  centred,
  fit,
  imageFromScreen,
  pan,
  pixelGridScale,
  snapped,
  withinReach,
  zoomTo,
  type Viewport,
} from './viewport.ts';

export interface BoardHost {
  /** What the hand shows over the picture, asked for once a frame. */
  sketch(): Sketch;
  viewChanged(viewport: Viewport): void;
}

/** So far from the edge of the canvas lies what is brought into sight, at least. */
const revealedPx = 24;

type Side = 'masks' | 'compared' | 'prediction';

export interface Split {
  readonly left: Side;
  readonly right: Side;
  /** 0..1. */
  readonly at: number;
}

/** The stage: layers over one another, and where the picture lies on the screen. It draws at most once a frame. */
export class Board {
  readonly #host: BoardHost;
  readonly #stage: Konva.Stage;
  readonly #picture = new PictureLayer();
  readonly #prediction = new LabelLayer();
  readonly #labels = new LabelLayer();
  /** What the masks are compared with: how they were, or the errors of a prediction. */
  readonly #compared = new LabelLayer();
  readonly #grid = new Konva.Layer({ listening: false });
  readonly #sketch = new SketchLayer();
  readonly #ring: RingCursor;
  #drawing: Drawing | null = null;
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };
  /** The picture follows the size of the window until it is moved or zoomed. */
  #isFitted = true;
  #frame = 0;
  #isStale = { all: true, picture: false, labels: false, sketch: false };
  #stopListening: () => void = () => undefined;

  constructor(container: HTMLDivElement, host: BoardHost) {
    this.#host = host;
    this.#stage = new Konva.Stage({
      container,
      width: container.clientWidth,
      height: container.clientHeight,
      listening: false,
    });
    const drawGrid = (context: Konva.Context): void => {
      const drawing = this.#drawing;
      if (drawing !== null) {
        const { size, turn } = drawing;
        drawPixelGrid(context._context, { size, turn, viewport: this.#viewport }, this.#size);
      }
    };
    this.#grid.add(new Konva.Shape({ sceneFunc: drawGrid }));
    for (const { layer } of [
      this.#picture,
      this.#labels,
      this.#compared,
      this.#prediction,
      { layer: this.#grid },
      this.#sketch,
    ]) {
      this.#stage.add(layer);
    }
    this.#ring = new RingCursor(container);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#stopListening();
    this.#ring.remove();
    this.#stage.destroy();
  }

  get viewport(): Viewport {
    return this.#viewport;
  }

  /** Of the canvas as it is drawn now; its element may have another size already, which `resize` follows. */
  get middle(): Point {
    const { width, height } = this.#size;
    return { x: width / 2, y: height / 2 };
  }

  /** Nobody has moved or zoomed the picture. */
  get isFitted(): boolean {
    return this.#isFitted;
  }

  /** Another picture. Without `viewport` it is fitted into the window. */
  open(drawing: Drawing | null, viewport?: Viewport): void {
    this.#stopListening();
    this.#drawing = drawing;
    this.#picture.show(null, 1);
    if (drawing !== null) {
      this.#stopListening = drawing.listen({
        pixels: (rect) => this.#touch(rect),
        objects: () => undefined,
      });
    }
    this.#isFitted = viewport === undefined;
    if (viewport === undefined) {
      this.fit();
    } else {
      this.#moveTo(viewport);
    }
  }

  /** Its pixels, or what stands in for them; they may come later than the masks. */
  showPicture(shown: { readonly source: PictureSource; readonly turn: Turn } | null): void {
    this.#picture.show(shown?.source ?? null, shown?.turn ?? 1);
    this.#stale('picture');
  }

  showLabels(view: LabelView | null): void {
    if (this.#labels.show(view)) this.#stale('labels');
  }

  showPrediction(view: LabelView | null): void {
    if (this.#prediction.show(view)) this.#stale('labels');
  }

  showCompared(view: LabelView | null): void {
    if (this.#compared.show(view)) this.#stale('labels');
  }

  /** What is compared is another inside `rect`, which is in stored pixels. */
  touchCompared(rect: Rect): void {
    this.#compared.touch(rect);
    this.#stale('labels');
  }

  /** Two layers side by side, the border between them at a share of the width; null for none. */
  split(split: Split | null): void {
    const layers = {
      masks: this.#labels,
      compared: this.#compared,
      prediction: this.#prediction,
    };
    for (const [name, { layer }] of Object.entries(layers)) {
      const { style } = layer.getNativeCanvasElement();
      const right = split?.left === name ? (1 - split.at) * 100 : 0;
      const left = split?.right === name ? split.at * 100 : 0;
      style.clipPath = left + right > 0 ? `inset(0 ${String(right)}% 0 ${String(left)}%)` : '';
    }
  }

  adjust(look: PictureLook): void {
    this.#picture.adjust(look);
  }

  resize(size: Size): void {
    if (size.width === 0 || size.height === 0) {
      return;
    }
    const before = this.#size;
    this.#stage.size(size);
    for (const layer of this.#stage.getLayers()) {
      const canvas = layer.getCanvas();
      if (canvas.getPixelRatio() !== devicePixelRatio) canvas.setPixelRatio(devicePixelRatio);
    }
    if (this.#isFitted || before.width === 0) {
      this.fit();
    } else {
      this.#moveTo(
        pan(this.#viewport, (size.width - before.width) / 2, (size.height - before.height) / 2),
      );
    }
  }

  fit(): void {
    this.#isFitted = true;
    const upright = this.#upright;
    if (upright !== null) {
      this.#moveTo(fit(upright, this.#size));
    }
  }

  /** One picture pixel on one CSS pixel, in the middle of what is seen now. */
  showActual(): void {
    const upright = this.#upright;
    if (upright !== null && this.#isFitted) {
      this.#isFitted = false;
      this.#moveTo(centred(upright, this.#size, 1));
    } else {
      this.zoom(1 / this.#viewport.scale);
    }
  }

  /** `anchor` stays where it is; left out, the middle of the canvas does. */
  zoom(factor: number, anchor?: Point): void {
    const at = anchor ?? this.middle;
    this.#isFitted = false;
    this.#moveTo(zoomTo(this.#viewport, this.#viewport.scale * factor, at));
  }

  pan(dx: number, dy: number): void {
    this.#isFitted = false;
    this.#moveTo(pan(this.#viewport, dx, dy));
  }

  /** Moves the picture just so far that a point of it, in stored pixels, is in sight. */
  reveal(point: Point): void {
    const drawing = this.#drawing;
    if (drawing !== null) {
      const { size, turn } = drawing;
      const at = onScreen(point, { size, turn, viewport: this.#viewport });
      const { width, height } = this.#size;
      const dx = Math.max(0, revealedPx - at.x) + Math.min(0, width - revealedPx - at.x);
      const dy = Math.max(0, revealedPx - at.y) + Math.min(0, height - revealedPx - at.y);
      if (dx !== 0 || dy !== 0) this.pan(dx, dy);
    }
  }

  /** The canvas gets the keyboard. */
  focus(): void {
    this.#stage.container().focus();
  }

  /** Stored pixels, with fractions. */
  pointAt(screen: Point): Point {
    const point = imageFromScreen(screen, this.#viewport);
    const drawing = this.#drawing;
    return drawing === null ? point : storedFromUpright(point, drawing.size, drawing.turn);
  }

  /** The hand moved: its sketch is drawn with the next frame. */
  handMoved(): void {
    this.#stale('sketch');
  }

  get #size(): Size {
    return { width: this.#stage.width(), height: this.#stage.height() };
  }

  get #upright(): Size | null {
    return this.#drawing === null ? null : uprightSize(this.#drawing.size, this.#drawing.turn);
  }

  #moveTo(viewport: Viewport): void {
    const upright = this.#upright;
    const kept = upright === null ? viewport : withinReach(viewport, upright, this.#size);
    this.#viewport = snapped(kept, devicePixelRatio);
    this.#stale('all');
    this.#host.viewChanged(this.#viewport);
  }

  #touch(rect: Rect): void {
    this.#labels.touch(rect);
    this.#stale('labels');
  }

  #stale(part: 'all' | 'picture' | 'labels' | 'sketch'): void {
    this.#isStale[part] = true;
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.#draw());
    }
  }

  #draw(): void {
    this.#frame = 0;
    const { all, picture } = this.#isStale;
    this.#isStale = { all: false, picture: false, labels: false, sketch: false };
    const viewport = this.#viewport;
    if (all || picture) this.#picture.draw(viewport);
    if (all) {
      this.#prediction.drawAll(viewport);
      this.#labels.drawAll(viewport);
      this.#compared.drawAll(viewport);
      this.#grid.visible(viewport.scale >= pixelGridScale);
      this.#grid.draw();
    } else {
      this.#prediction.drawStale();
      this.#labels.drawStale();
      this.#compared.drawStale();
    }
    const drawing = this.#drawing;
    const frame = drawing === null ? null : { size: drawing.size, turn: drawing.turn, viewport };
    const sketch = this.#host.sketch();
    this.#sketch.draw(sketch, frame);
    const { ring } = sketch;
    const centre = ring === null || frame === null ? { x: 0, y: 0 } : onScreen(ring.at, frame);
    this.#ring.show(ring, centre, viewport.scale);
  }
}
