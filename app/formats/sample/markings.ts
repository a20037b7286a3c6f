import type { Chance } from './chance.ts';
import type { Coat } from './coat.ts';
import { shade } from './color.ts';
import type { Pen } from './pen.ts';
import { blob, ellipse, type Outline, point, ribbon } from './shapes.ts';

/** Where on a body markings lie, in the figure's coordinates. */
export interface Torso {
  readonly outlines: readonly Outline[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Seen from the front, the chest is in the middle; from the side, the back is on top. */
  readonly seenFrom: 'front' | 'side';
}

/** Stripes, patches, a white chest: what makes one animal of its kind different from the next. */
export function markTorso(pen: Pen, coat: Coat, torso: Torso, chance: Chance): void {
  pen.within(torso.outlines, () => {
    switch (coat.pattern) {
      case 'tabby':
        stripes(pen, coat, torso);
        chest(pen, coat, torso);
        break;
      case 'tuxedo':
        chest(pen, coat, torso);
        break;
      case 'calico':
      case 'patches':
        patches(pen, coat, torso, chance);
        break;
      case 'saddle':
        saddle(pen, coat, torso);
        chest(pen, coat, torso);
        break;
      case 'spots':
        spots(pen, coat, torso, chance);
        break;
      case 'plain':
      case 'points':
        chest(pen, { ...coat, light: shade(coat.base, 8) }, torso);
    }
    brushwork(pen, coat, torso, chance);
  });
}

function stripes(pen: Pen, { dark }: Coat, { left, right, top, bottom, seenFrom }: Torso): void {
  const count = 5;
  for (let k = 0; k < count; k++) {
    const along = (k + 0.7) / (count + 0.4);
    if (seenFrom === 'side') {
      const x = left + along * (right - left);
      const end = top + (bottom - top) * 0.62;
      const stripe = [point(x, top - 4), point(x + 3, (top + end) / 2), point(x - 1, end)];
      pen.mark(
        ribbon(stripe, (t) => 5.5 * (1 - t) + 1),
        dark,
        0.75,
      );
    } else {
      const y = top + along * (bottom - top);
      for (const [edge, inward] of [
        [left, 1],
        [right, -1],
      ] as const) {
        const stripe = [
          point(edge - inward * 4, y - 3),
          point(edge + inward * 7, y),
          point(edge + inward * 13, y + 3),
        ];
        pen.mark(
          ribbon(stripe, (t) => 4.6 * (1 - t) + 1),
          dark,
          0.75,
        );
      }
    }
  }
}

function chest(pen: Pen, { light }: Coat, { left, right, top, bottom, seenFrom }: Torso): void {
  const width = right - left;
  const height = bottom - top;
  if (seenFrom === 'front') {
    const x = (left + right) / 2;
    pen.mark(
      ellipse(point(x, top + height * 0.42), { rx: width * 0.2, ry: height * 0.36 }),
      light,
      0.92,
    );
  } else {
    const x = right - width * 0.08;
    pen.mark(
      ellipse(point(x, bottom - height * 0.3), { rx: width * 0.16, ry: height * 0.42 }),
      light,
      0.9,
    );
  }
}

function patches(pen: Pen, coat: Coat, torso: Torso, chance: Chance): void {
  const { left, right, top, bottom } = torso;
  const other =
    coat.pattern === 'calico' ? shade({ ...coat.dark, saturation: 12 }, -30) : coat.dark;
  for (let k = 0; k < 4; k++) {
    const x = chance.between(left, right);
    const y = chance.between(top, top + (bottom - top) * 0.7);
    const rx = chance.between(0.14, 0.26) * (right - left);
    const wobble = Array.from({ length: 7 }, (_, step) => {
      const angle = (step / 7) * 2 * Math.PI;
      const reach = rx * chance.between(0.75, 1.2);
      return point(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    });
    pen.mark(blob(wobble), k % 2 === 0 ? coat.dark : other);
  }
}

function saddle(pen: Pen, { dark }: Coat, { left, right, top, bottom, seenFrom }: Torso): void {
  const height = bottom - top;
  if (seenFrom === 'side') {
    const x = (left + right) / 2 - (right - left) * 0.06;
    pen.mark(ellipse(point(x, top), { rx: (right - left) * 0.46, ry: height * 0.52 }), dark, 0.9);
  } else {
    for (const x of [left, right]) {
      pen.mark(
        ellipse(point(x, top + height * 0.4), { rx: (right - left) * 0.26, ry: height * 0.5 }),
        dark,
        0.85,
      );
    }
  }
}

function spots(
  pen: Pen,
  { dark }: Coat,
  { left, right, top, bottom }: Torso,
  chance: Chance,
): void {
  for (let k = 0; k < 14; k++) {
    const to = point(chance.between(left, right), chance.between(top, bottom));
    const rx = chance.between(1.6, 4);
    pen.mark(
      ellipse(to, { rx, ry: rx * chance.between(0.7, 1), turn: chance.between(0, 3) }),
      dark,
      0.9,
    );
  }
}

/** Short hairs, a little lighter and darker than the fur. */
function brushwork(
  pen: Pen,
  coat: Coat,
  { left, right, top, bottom }: Torso,
  chance: Chance,
): void {
  for (let k = 0; k < 26; k++) {
    const x = chance.between(left, right);
    const y = chance.between(top, bottom);
    const hair = [point(x, y), point(x + chance.between(-1.5, 1.5), y + chance.between(2.5, 4.5))];
    pen.line(hair, {
      color: shade(coat.base, chance.happens(0.5) ? 10 : -10),
      width: 0.7,
      opacity: 0.5,
    });
  }
}
