import type { Chance } from './chance.ts';
import type { Coat } from './coat.ts';
import { color, shade, type Color } from './color.ts';
import type { Pen } from './pen.ts';
import { blob, ellipse, mirrored, type Outline, point } from './shapes.ts';

/** A head in coordinates of its own: the chin at about y = 18, the crown at about -20. */
export interface HeadOptions {
  readonly pen: Pen;
  readonly coat: Coat;
  readonly chance: Chance;
  readonly asleep: boolean;
  /** Moves a head's outline to where it stands on the figure. */
  readonly at: (outline: Outline) => Outline;
}

const ink = color(20, 25, 14);
const white = color(0, 0, 100);
const pink = color(350, 60, 76);

export function drawCatHead({ pen, coat, chance, asleep, at }: HeadOptions): void {
  const hasPoints = coat.pattern === 'points';
  const earColor = hasPoints ? coat.dark : coat.base;
  for (const side of [-1, 1]) {
    const ear = [
      [21, -3],
      [21.5, -14],
      [20, -31],
      [18.6, -32],
      [10, -24],
      [3, -15],
    ].map(([x, y]) => point(side * x!, y!));
    pen.body(at(pointed(ear)), earColor);
    const inner = [
      [18, -10],
      [18, -26],
      [8, -17],
    ].map(([x, y]) => point(side * x!, y!));
    pen.mark(at(inner), shade(pink, hasPoints ? -25 : 2), 0.85);
  }
  const skull = mirrored([
    point(0, -18),
    point(10, -17),
    point(18, -10),
    point(22, 1),
    point(23.5, 7),
    point(17, 13),
    point(9, 17),
    point(0, 18.5),
  ]);
  const face = at(skull);
  pen.body(face, coat.base);
  pen.within([face], () => {
    catFace(pen, coat, chance, at);
  });
  for (const side of [-1, 1]) {
    if (asleep) closedEye(pen, at, side * 9, 0);
    else catEye(pen, at, side * 9, coat.iris);
  }
  const nose = [point(-2.6, 5.4), point(2.6, 5.4), point(0, 8.2)];
  pen.mark(at(nose), coat.base.lightness < 40 ? shade(pink, -12) : shade(pink, -4));
  for (const side of [-1, 1]) {
    const mouth = [
      point(0, 8.2),
      point(side * 0.6, 10.4),
      point(side * 3.4, 11.4),
      point(side * 5.4, 10),
    ];
    pen.line(at(mouth), { color: ink, width: 0.8, opacity: 0.75 });
    for (const [k, rise] of [-2.4, 0.6, 3.4].entries()) {
      const whisker = [
        point(side * 8, 8 + k),
        point(side * 17, 7 + rise),
        point(side * 25, 7 + rise * 1.9),
      ];
      pen.line(at(whisker), { color: white, width: 0.5, opacity: 0.8 });
    }
  }
}

function catFace(pen: Pen, coat: Coat, chance: Chance, at: HeadOptions['at']): void {
  switch (coat.pattern) {
    case 'tabby':
      for (const x of [-5, 0, 5]) {
        const stripe = [point(x - 1.3, -19), point(x + 1.3, -19), point(x * 0.75, -8.5)];
        pen.mark(at(stripe), coat.dark, 0.8);
      }
      for (const side of [-1, 1]) {
        for (const y of [1, 6]) {
          pen.mark(
            at([point(side * 25, y - 1.5), point(side * 25, y + 1.8), point(side * 15, y + 1)]),
            coat.dark,
            0.75,
          );
        }
      }
      break;
    case 'points':
      pen.mark(at(ellipse(point(0, 6), { rx: 12, ry: 12 })), coat.dark, 0.85);
      break;
    case 'calico': {
      const side = chance.pick([-1, 1]);
      pen.mark(at(ellipse(point(side * 14, -10), { rx: 13, ry: 12, turn: side * 0.5 })), coat.dark);
      pen.mark(
        at(ellipse(point(-side * 16, -15), { rx: 9, ry: 8 })),
        shade({ ...coat.dark, saturation: 12 }, -30),
      );
      break;
    }
    case 'tuxedo':
      pen.mark(
        at(
          blob([
            point(0, -12),
            point(3.4, 0),
            point(11, 10),
            point(7, 20),
            point(-7, 20),
            point(-11, 10),
            point(-3.4, 0),
          ]),
        ),
        coat.light,
      );
      break;
    default:
  }
  if (coat.pattern !== 'points') {
    const muzzle = coat.pattern === 'plain' ? shade(coat.base, 12) : coat.light;
    for (const side of [-1, 1])
      pen.mark(at(ellipse(point(side * 4.2, 10.4), { rx: 5.6, ry: 4.6 })), muzzle, 0.95);
    pen.mark(at(ellipse(point(0, 15), { rx: 5, ry: 3.4 })), muzzle, 0.95);
  }
}

function catEye(pen: Pen, at: HeadOptions['at'], x: number, iris: Color): void {
  const tilt = x > 0 ? -0.22 : 0.22;
  pen.mark(at(ellipse(point(x, -1), { rx: 5.3, ry: 4.7, turn: tilt })), ink);
  pen.mark(at(ellipse(point(x, -1), { rx: 4.6, ry: 4, turn: tilt })), iris);
  pen.mark(at(ellipse(point(x, -1), { rx: 1.7, ry: 3.7 })), ink);
  pen.mark(at(ellipse(point(x - 1.3, -2.6), { rx: 1.1, ry: 1.1 })), white, 0.95);
}

export function drawDogHead({ pen, coat, chance, asleep, at }: HeadOptions): void {
  const earColor = coat.pattern === 'plain' ? shade(coat.base, -12) : coat.dark;
  const skull = mirrored([
    point(0, -21),
    point(10, -19.5),
    point(16.5, -12),
    point(17, -3),
    point(14, 6),
    point(12.5, 13),
    point(8, 19.5),
    point(0, 22),
  ]);
  const face = at(skull);
  pen.body(face, coat.base);
  pen.within([face], () => {
    dogFace(pen, coat, chance, at);
  });
  const muzzle = at(
    mirrored([
      point(0, 1),
      point(6, 2.4),
      point(11.4, 9),
      point(11, 15.4),
      point(6, 20.6),
      point(0, 21.8),
    ]),
  );
  pen.mark(
    muzzle,
    coat.pattern === 'saddle' ? coat.light : shade(coat.light, coat.pattern === 'plain' ? -6 : 0),
    0.96,
  );
  const tongue = !asleep && chance.happens(0.55);
  if (tongue) {
    pen.body(
      at(blob([point(-3.6, 16), point(3.6, 16), point(4.2, 22), point(0, 26.5), point(-4.2, 22)])),
      color(352, 68, 66),
    );
    pen.line(at([point(0, 18), point(0, 23.5)]), {
      color: color(350, 55, 50),
      width: 0.7,
      opacity: 0.7,
    });
  }
  pen.mark(
    at(mirrored([point(0, 4), point(4.6, 4.6), point(5, 7.6), point(2, 10.4), point(0, 11)])),
    ink,
  );
  pen.mark(at(ellipse(point(-1.7, 6), { rx: 1.6, ry: 0.9 })), white, 0.5);
  pen.line(at([point(0, 10.5), point(0, 14.5)]), { color: ink, width: 0.9, opacity: 0.8 });
  for (const side of [-1, 1]) {
    pen.line(at([point(0, 14.5), point(side * 3.4, 16.6), point(side * 7.4, 15)]), {
      color: ink,
      width: 0.9,
      opacity: 0.8,
    });
    for (const [dx, dy] of [
      [6, 11],
      [8, 13],
      [7, 9],
    ] as const) {
      pen.mark(at(ellipse(point(side * dx, dy), { rx: 0.5, ry: 0.5 })), ink, 0.4);
    }
    if (asleep) closedEye(pen, at, side * 7.6, -5);
    else dogEye(pen, at, side * 7.6, coat.iris);
    const brow = [point(side * 4.6, -11.4), point(side * 7.6, -13), point(side * 10.4, -11.6)];
    pen.line(at(brow), { color: shade(coat.base, -18), width: 1.1, opacity: 0.3 });
    const ear = blob(
      [
        [9, -19],
        [16, -21.5],
        [23.5, -15],
        [27, -3],
        [26, 9],
        [21, 14],
        [16.6, 8],
        [15.6, -5],
      ].map(([x, y]) => point(side * x!, y!)),
    );
    pen.body(at(ear), earColor);
    const fold = [point(side * 17, -17), point(side * 21.5, -8), point(side * 22, 5)];
    pen.line(at(fold), { color: shade(earColor, -10), width: 1.4, opacity: 0.5 });
  }
}

function dogFace(pen: Pen, coat: Coat, chance: Chance, at: HeadOptions['at']): void {
  switch (coat.pattern) {
    case 'tuxedo':
      pen.mark(
        at(blob([point(0, -22), point(4, -10), point(6, 4), point(-6, 4), point(-4, -10)])),
        coat.light,
      );
      break;
    case 'patches':
    case 'spots': {
      const side = chance.pick([-1, 1]);
      pen.mark(
        at(ellipse(point(side * 9, -7), { rx: 9, ry: 10, turn: side * 0.3 })),
        coat.dark,
        0.95,
      );
      break;
    }
    case 'saddle':
      pen.mark(at(ellipse(point(0, -21), { rx: 15, ry: 10 })), coat.dark, 0.8);
      break;
    default:
  }
}

function dogEye(pen: Pen, at: HeadOptions['at'], x: number, iris: Color): void {
  pen.mark(at(ellipse(point(x, -5), { rx: 4, ry: 4.1 })), shade(white, -4), 0.9);
  pen.mark(at(ellipse(point(x, -4.8), { rx: 3.3, ry: 3.5 })), iris);
  pen.mark(at(ellipse(point(x, -4.8), { rx: 2.2, ry: 2.4 })), ink);
  pen.mark(at(ellipse(point(x - 1.2, -6.2), { rx: 1.05, ry: 1.05 })), white, 0.95);
}

function closedEye(pen: Pen, at: HeadOptions['at'], x: number, y: number): void {
  const lid = [point(x - 4, y), point(x - 2, y + 2), point(x + 2, y + 2), point(x + 4, y)];
  pen.line(at(lid), { color: ink, width: 1.2, opacity: 0.85 });
}

/** Smooth but for the tip, which stays sharp: a point doubled is a corner. */
function pointed(points: Outline): Outline {
  return blob(points.flatMap((each, k) => (k === 2 || k === 3 ? [each, each] : [each])));
}
