import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { fillPolygon } from '../../../app/mask/polygon-fill.ts';
import { fillEllipse, fillRect } from '../../../app/mask/shapes.ts';
import { aimedObject } from './aim.ts';
import { begunAt, begunByNow } from './begun.ts';
import { cornersOf } from './box-corners.ts';
import { blankSketch, type Begun, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

type AreaName = 'lasso' | 'rectangle' | 'ellipse';

interface Dragging {
  readonly begun: Begun;
  readonly erases: boolean;
  readonly way: Point[];
  isEven: boolean;
}

/** An ellipse on the screen is drawn with so many sides. */
const ellipseSides = 64;

/** Paints what a drag encloses, when the pen is lifted. Alt takes away, Shift makes a square or a circle. */
export class AreaTool implements Tool {
  readonly name: AreaName;
  readonly #hands: Hands;
  #dragging: Dragging | null = null;

  constructor(name: AreaName, hands: Hands) {
    this.name = name;
    this.#hands = hands;
  }

  get takesAway(): boolean | null {
    return this.#dragging?.erases ?? null;
  }

  get begun(): Begun | null {
    return this.#dragging?.begun ?? null;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.#dragging !== null) {
      return;
    }
    const begun = begunAt(this.#hands, pen.point, { erasing: pen.alt });
    if (begun !== null) {
      this.#dragging = { begun, erases: pen.alt, way: [pen.point], isEven: pen.shift };
    }
  }

  move(pen: Pen): void {
    const dragging = this.#dragging;
    if (dragging === null) {
      return;
    }
    dragging.isEven = pen.shift;
    // Of the box only the corner across counts; of the lasso every point.
    if (this.name !== 'lasso') dragging.way.length = 1;
    dragging.way.push(pen.point);
  }

  release(pen: Pen): void {
    this.move(pen);
    const dragging = this.#dragging;
    this.#dragging = null;
    if (dragging === null) {
      return;
    }
    const { aim } = begunByNow(this.#hands, dragging.begun);
    const stroke = this.#hands.begin(aim);
    const box = boxOf(dragging);
    if (this.name === 'lasso') {
      const flat = dragging.way.flatMap(({ x, y }) => [x, y]);
      stroke.grown(fillPolygon(stroke.cover, flat, 1));
    } else if (box.width > 0 && box.height > 0) {
      const fill = this.name === 'ellipse' ? fillEllipse : fillRect;
      stroke.grown(fill(stroke.cover, box));
    }
    const act = dragging.erases ? 'eraser' : this.name;
    this.#hands.perform(act, aimedObject(aim), stroke.finish());
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const begun = this.#dragging !== null;
    this.#dragging = null;
    return begun;
  }

  stepBack(): boolean {
    return false;
  }

  sketch(): Sketch {
    if (this.#dragging === null) {
      return blankSketch;
    }
    const points = this.name === 'lasso' ? [...this.#dragging.way] : this.#outline(this.#dragging);
    const { erases: takesAway } = this.#dragging;
    return {
      ...blankSketch,
      path: { points, to: points[0] ?? null, closes: false, isPlain: true, takesAway },
    };
  }

  #outline(dragging: Dragging): readonly Point[] {
    const box = boxOf(dragging);
    if (this.name === 'rectangle') {
      return cornersOf(box);
    }
    const { x, y, width, height } = box;
    return Array.from({ length: ellipseSides }, (_, side) => {
      const angle = (2 * Math.PI * side) / ellipseSides;
      return {
        x: x + (width / 2) * (1 + Math.cos(angle)),
        y: y + (height / 2) * (1 + Math.sin(angle)),
      };
    });
  }
}

/** Between whole pixels, so that what is shown is what is painted. */
function boxOf({ way, isEven }: Dragging): Rect {
  const from = way[0]!;
  const to = way.at(-1)!;
  const x = Math.round(from.x);
  const y = Math.round(from.y);
  let across = Math.round(to.x) - x;
  let down = Math.round(to.y) - y;
  if (isEven) {
    const side = Math.max(Math.abs(across), Math.abs(down));
    across = across < 0 ? -side : side;
    down = down < 0 ? -side : side;
  }
  return {
    x: Math.min(x, x + across),
    y: Math.min(y, y + down),
    width: Math.abs(across),
    height: Math.abs(down),
  };
}
