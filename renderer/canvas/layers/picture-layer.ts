import Konva from 'konva';
import type { Turn } from '../../../app/domain/geometry.ts';
import { levelFor, type PictureSource } from '../picture-source.ts';
import { uprightMatrix } from '../turned.ts';
import type { Viewport } from '../viewport.ts';

/** How the picture is shown. */
export interface PictureLook {
  /** 1 is as stored. */
  readonly brightness: number;
  readonly contrast: number;
  /** The id of an SVG filter in the page, for what CSS has no word for; null for none. */
  readonly filter: string | null;
}

/** The picture itself, turned upright: smooth when it is made smaller, pixel by pixel when it is enlarged. */
export class PictureLayer {
  readonly layer = new Konva.Layer({ listening: false });
  #picture: PictureSource | null = null;
  #turn: Turn = 1;
  #filter = 'none';
  #viewport: Viewport = { x: 0, y: 0, scale: 1 };

  constructor() {
    this.layer.add(new Konva.Shape({ sceneFunc: (context) => this.#draw(context) }));
  }

  show(picture: PictureSource | null, turn: Turn): void {
    this.#picture = picture;
    this.#turn = turn;
  }

  /** Drawn once into the layer: left to the compositor, it would cost anew with every frame of a stroke. */
  adjust({ brightness, contrast, filter }: PictureLook): void {
    const parts = [
      filter === null ? '' : `url(#${filter})`,
      brightness === 1 ? '' : `brightness(${String(brightness)})`,
      contrast === 1 ? '' : `contrast(${String(contrast)})`,
    ];
    this.#filter = parts.join(' ').trim() || 'none';
    this.layer.draw();
  }

  draw(viewport: Viewport): void {
    this.#viewport = viewport;
    this.layer.draw();
  }

  #draw(context: Konva.Context): void {
    const picture = this.#picture;
    const { x, y, scale } = this.#viewport;
    const pixelRatio = this.layer.getCanvas().getPixelRatio();
    const level = picture === null ? undefined : levelFor(picture, scale * pixelRatio);
    if (picture === null || level === undefined) {
      return;
    }
    context.save();
    context._context.filter = this.#filter;
    context.transform(scale, 0, 0, scale, x, y);
    context.transform(...uprightMatrix(picture, this.#turn));
    context.setAttr('imageSmoothingEnabled', scale * pixelRatio <= 1);
    context.drawImage(level, 0, 0, picture.width, picture.height);
    context.restore();
  }
}
