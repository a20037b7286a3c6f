import type { Point } from '../../domain/geometry.ts';
import type { Chance } from './chance.ts';
import type { Coat, Species } from './coat.ts';
import { color, shade } from './color.ts';
import { drawCatHead, drawDogHead } from './head.ts';
import { markTorso } from './markings.ts';
import type { Pen } from './pen.ts';
import { blob, ellipse, type Outline, place, point, ribbon } from './shapes.ts';

export const poses = ['sitting', 'standing', 'lying', 'sleeping', 'portrait'] as const;
export type Pose = (typeof poses)[number];

export interface Animal {
  readonly species: Species;
  readonly coat: Coat;
  readonly pose: Pose;
}

/**
 * How far a figure reaches from its foot point, in its own coordinates: for placing it and for its shadow.
 * A portrait goes on below its foot point, which lies outside the picture.
 */
export const reaches: Readonly<Record<Pose, { width: number; height: number; shadow: number }>> = {
  sitting: { width: 74, height: 106, shadow: 34 },
  standing: { width: 112, height: 102, shadow: 42 },
  lying: { width: 116, height: 66, shadow: 52 },
  sleeping: { width: 104, height: 54, shadow: 48 },
  portrait: { width: 108, height: 116, shadow: 0 },
};

/** Draws an animal that stands on (0, 0). */
export function drawAnimal(pen: Pen, animal: Animal, chance: Chance): void {
  switch (animal.pose) {
    case 'sitting':
      return drawSitting(pen, animal, chance);
    case 'standing':
      return drawStanding(pen, animal, chance);
    case 'lying':
      return drawLying(pen, animal, chance);
    case 'sleeping':
      return drawSleeping(pen, animal, chance);
    case 'portrait':
      return drawPortrait(pen, animal, chance);
  }
}

interface HeadPlace {
  readonly to: Point;
  readonly size: number;
  readonly tilt: number;
  readonly asleep?: boolean;
}

function drawHead(
  pen: Pen,
  { species, coat }: Animal,
  chance: Chance,
  { to, size, tilt, asleep = false }: HeadPlace,
): void {
  const at = (outline: Outline) =>
    place(outline, { at: to, scale: size, turn: tilt, mirrored: false });
  const draw = species === 'cat' ? drawCatHead : drawDogHead;
  draw({ pen, coat, chance, asleep, at });
}

/** White socks, dark points, or the colour of the coat. */
function pawColor({ coat }: Animal) {
  switch (coat.pattern) {
    case 'points':
      return coat.dark;
    case 'tuxedo':
    case 'saddle':
    case 'tabby':
      return coat.light;
    default:
      return shade(coat.base, 3);
  }
}

function tailColor({ coat }: Animal) {
  return coat.pattern === 'points' || coat.pattern === 'saddle' ? coat.dark : shade(coat.base, -3);
}

/** A cat's tail is long and even, a dog's short, thick at its root and feathered. */
function drawTail(pen: Pen, animal: Animal, points: Outline): void {
  const isCat = animal.species === 'cat';
  const tail = ribbon(points, isCat ? (t) => 8.4 - 2.2 * t : (t) => 6 + 7 * Math.sin(t * 2.6));
  pen.body(tail, tailColor(animal));
  const tip = points.at(-1)!;
  pen.within([tail], () => {
    if (animal.coat.pattern === 'tuxedo' || (!isCat && animal.coat.pattern !== 'saddle')) {
      pen.mark(ellipse(tip, { rx: 7, ry: 7 }), animal.coat.light, 0.9);
    }
    if (animal.coat.pattern === 'tabby') {
      for (const ring of points.slice(1))
        pen.mark(ellipse(ring, { rx: 6.4, ry: 2.4 }), animal.coat.dark, 0.7);
    }
  });
}

function drawCollar(pen: Pen, { coat }: Animal, neck: Outline, within: readonly Outline[]): void {
  const { collar } = coat;
  if (collar === null) return;
  const band = ribbon(neck, () => 4.4);
  pen.within(within, () => {
    pen.mark(band, collar);
  });
  const middle = neck[Math.floor(neck.length / 2)]!;
  pen.mark(ellipse(point(middle.x, middle.y + 3.4), { rx: 2.7, ry: 2.9 }), color(46, 85, 58));
}

function drawSitting(pen: Pen, animal: Animal, chance: Chance): void {
  const isCat = animal.species === 'cat';
  const { coat } = animal;
  const lean = chance.between(-3, 3);
  drawTail(
    pen,
    animal,
    isCat
      ? [
          point(12, -6),
          point(27, -4),
          point(36, -12),
          point(34, -26),
          point(chance.between(36, 44), -38),
        ]
      : [point(12, -10), point(24, -14), point(33, -24), point(chance.between(33, 40), -36)],
  );
  for (const side of [-1, 1]) {
    pen.body(
      ellipse(point(side * (isCat ? 16 : 17), -9), { rx: 13, ry: 11.5 }),
      shade(coat.base, -4),
    );
  }
  const width = isCat ? 1 : 1.1;
  const torso = blob(
    [
      [0, -64],
      [11, -60],
      [14, -46],
      [18, -30],
      [22, -12],
      [18, -1],
      [0, 0],
      [-18, -1],
      [-22, -12],
      [-18, -30],
      [-14, -46],
      [-11, -60],
    ].map(([x, y]) => point(x! * width + (lean * -y!) / 64, y!)),
  );
  pen.body(torso, coat.base);
  for (const side of [-1, 1]) {
    const leg = ribbon(
      [point(side * 6 + lean * 0.5, -32), point(side * 7, -16), point(side * 7.4, -4)],
      (t) => 10.5 - 1.5 * t,
    );
    pen.body(leg, shade(coat.base, 2));
  }
  // Over the legs as well: the chest hides where they begin.
  markTorso(
    pen,
    coat,
    { outlines: [torso], left: -20, right: 20, top: -60, bottom: 0, seenFrom: 'front' },
    chance,
  );
  for (const side of [-1, 1]) {
    pen.body(ellipse(point(side * 8.4, -2.8), { rx: 7.2, ry: 4.4 }), pawColor(animal));
    for (const toe of [-2.2, 2.2]) {
      pen.line([point(side * 8.4 + toe, -3), point(side * 8.4 + toe, -0.2)], {
        color: shade(coat.base, -26),
        width: 0.7,
        opacity: 0.5,
      });
    }
  }
  const neck = [point(-12 + lean, -58), point(lean, -53), point(12 + lean, -58)];
  drawCollar(pen, animal, neck, [torso]);
  drawHead(pen, animal, chance, {
    to: point(lean * 1.2, isCat ? -72 : -74),
    size: isCat ? 1 : 1.08,
    tilt: chance.between(-0.2, 0.2),
  });
}

function drawStanding(pen: Pen, animal: Animal, chance: Chance): void {
  const isCat = animal.species === 'cat';
  const { coat } = animal;
  const swing = chance.between(-4, 4);
  drawTail(
    pen,
    animal,
    isCat
      ? [point(-32, -46), point(-44, -52), point(-50, -66), point(-46, -82), point(-52, -93)]
      : [point(-33, -46), point(-42, -54), point(-50, -64), point(-51, -77)],
  );
  const legs = isCat ? 8.6 : 10.4;
  const leg = (x: number, foot: number) =>
    ribbon(
      [point(x, -34), point(x + (foot - x) * 0.3, -18), point(foot, -4)],
      (t) => legs * (1.25 - 0.4 * t),
    );
  for (const [x, foot] of [
    [-20, -18 - swing],
    [18, 19 + swing],
  ] as const) {
    pen.body(leg(x, foot), shade(coat.base, -13));
    pen.body(ellipse(point(foot + 2, -3), { rx: 6.4, ry: 3.8 }), shade(pawColor(animal), -12));
  }
  const torso = blob(
    [
      [-38, -44],
      [-28, -56],
      [0, -55],
      [22, -60],
      [33, -54],
      [34, -40],
      [24, -25],
      [0, isCat ? -27 : -25],
      [-22, isCat ? -28 : -27],
      [-36, -31],
    ].map(([x, y]) => point(x!, y!)),
  );
  pen.body(torso, coat.base);
  for (const [x, foot] of [
    [-29, -29 + swing],
    [26, 27 - swing],
  ] as const) {
    pen.body(leg(x, foot), shade(coat.base, 1));
    pen.body(ellipse(point(foot + 2.4, -2.8), { rx: 7, ry: 4.2 }), pawColor(animal));
  }
  markTorso(
    pen,
    coat,
    { outlines: [torso], left: -38, right: 34, top: -58, bottom: -25, seenFrom: 'side' },
    chance,
  );
  const neck = [point(20, -60), point(29, -52), point(39, -56)];
  drawCollar(pen, animal, neck, [torso]);
  drawHead(pen, animal, chance, {
    to: point(32, -70),
    size: isCat ? 0.95 : 1.04,
    tilt: chance.between(-0.12, 0.22),
  });
}

function drawLying(pen: Pen, animal: Animal, chance: Chance): void {
  const isCat = animal.species === 'cat';
  const { coat } = animal;
  drawTail(
    pen,
    animal,
    isCat
      ? [point(-34, -10), point(-48, -5), point(-57, -10), point(-60, -22), point(-54, -30)]
      : [point(-36, -14), point(-47, -14), point(-55, -20), point(-58, -30)],
  );
  const torso = blob(
    [
      [-44, -14],
      [-38, -30],
      [-14, -36],
      [12, -35],
      [30, -40],
      [40, -28],
      [42, -10],
      [34, 0],
      [0, 0],
      [-36, 0],
    ].map(([x, y]) => point(x!, y!)),
  );
  pen.body(torso, coat.base);
  markTorso(
    pen,
    coat,
    { outlines: [torso], left: -44, right: 40, top: -37, bottom: 0, seenFrom: 'side' },
    chance,
  );
  pen.body(ellipse(point(-27, -13), { rx: 16, ry: 13 }), shade(coat.base, 2));
  pen.body(ellipse(point(-15, -3.4), { rx: 10, ry: 4.4 }), pawColor(animal));
  for (const [x, y] of [
    [44, -5],
    [37, -3],
  ] as const) {
    pen.body(
      ribbon([point(22, -10), point(32, -5), point(x, y)], () => 9),
      shade(coat.base, 1),
    );
    pen.body(ellipse(point(x + 3, y), { rx: 7, ry: 4.4 }), pawColor(animal));
  }
  const neck = [point(14, -38), point(26, -27), point(40, -32)];
  drawCollar(pen, animal, neck, [torso]);
  drawHead(pen, animal, chance, {
    to: point(28, -42),
    size: isCat ? 0.96 : 1.02,
    tilt: chance.between(-0.15, 0.25),
    asleep: chance.happens(0.15),
  });
}

function drawSleeping(pen: Pen, animal: Animal, chance: Chance): void {
  const { coat } = animal;
  const torso = blob(
    [
      [-44, -12],
      [-36, -32],
      [-12, -43],
      [16, -42],
      [38, -30],
      [46, -12],
      [36, -1],
      [0, 0],
      [-36, -1],
    ].map(([x, y]) => point(x!, y!)),
  );
  pen.body(torso, coat.base);
  markTorso(
    pen,
    coat,
    { outlines: [torso], left: -44, right: 44, top: -43, bottom: 0, seenFrom: 'side' },
    chance,
  );
  pen.body(ellipse(point(26, -15), { rx: 18, ry: 14 }), shade(coat.base, 3));
  drawHead(pen, animal, chance, { to: point(-20, -19), size: 0.9, tilt: -0.3, asleep: true });
  drawTail(
    pen,
    animal,
    animal.species === 'cat'
      ? [point(42, -8), point(28, -2.5), point(8, -3), point(-8, -4), point(-17, -7)]
      : [point(42, -9), point(30, -4), point(16, -4), point(6, -6)],
  );
}

function drawPortrait(pen: Pen, animal: Animal, chance: Chance): void {
  const { coat } = animal;
  const torso = blob(
    [
      [0, -74],
      [17, -68],
      [26, -50],
      [38, -30],
      [46, 0],
      [48, 30],
      [0, 40],
      [-48, 30],
      [-46, 0],
      [-38, -30],
      [-26, -50],
      [-17, -68],
    ].map(([x, y]) => point(x!, y!)),
  );
  pen.body(torso, coat.base);
  markTorso(
    pen,
    coat,
    { outlines: [torso], left: -44, right: 44, top: -70, bottom: 30, seenFrom: 'front' },
    chance,
  );
  drawCollar(pen, animal, [point(-24, -48), point(0, -38), point(24, -48)], [torso]);
  drawHead(pen, animal, chance, {
    to: point(0, -74),
    size: animal.species === 'cat' ? 1.5 : 1.46,
    tilt: chance.between(-0.22, 0.22),
  });
}
