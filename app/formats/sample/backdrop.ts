import type { Canvas } from './canvas.ts';
import type { Chance } from './chance.ts';
import { color, shade } from './color.ts';
import { blob, ellipse, type Outline, point } from './shapes.ts';

export const backdrops = ['room', 'sofa', 'lawn', 'evening', 'beach', 'kitchen', 'studio'] as const;
export type Backdrop = (typeof backdrops)[number];

/** Draws a background. Answers where the ground begins, from the top in pixels: animals stand below it. */
export function drawBackdrop(canvas: Canvas, backdrop: Backdrop, chance: Chance): number {
  const horizon = canvas.height * chance.between(0.5, 0.64);
  switch (backdrop) {
    case 'room':
      drawRoom(canvas, horizon, chance, false);
      break;
    case 'evening':
      drawRoom(canvas, horizon, chance, true);
      break;
    case 'sofa':
      drawSofa(canvas, horizon, chance);
      break;
    case 'lawn':
      drawLawn(canvas, horizon, chance);
      break;
    case 'beach':
      drawBeach(canvas, horizon, chance);
      break;
    case 'kitchen':
      drawKitchen(canvas, horizon, chance);
      break;
    case 'studio':
      drawStudio(canvas, chance);
  }
  return horizon;
}

function drawRoom(canvas: Canvas, horizon: number, chance: Chance, isEvening: boolean): void {
  const { width, height } = canvas;
  const wall = isEvening
    ? color(chance.pick([232, 268, 205]), 26, 28)
    : color(
        chance.pick([30, 95, 190, 345, 210, 50]),
        chance.between(18, 38),
        chance.between(74, 86),
      );
  const floor = isEvening
    ? color(24, 30, 24)
    : color(chance.pick([26, 30, 34]), 38, chance.between(50, 64));
  canvas.rect([0, 0, width, horizon], canvas.downFill(shade(wall, 5), shade(wall, -4)));
  if (chance.happens(0.6)) {
    const step = chance.between(14, 30);
    for (let x = chance.between(0, step); x < width; x += step) {
      canvas.rect([x, 0, step * 0.42, horizon], shade(wall, isEvening ? 4 : -4), { opacity: 0.6 });
    }
  }
  drawWindow(canvas, horizon, chance, isEvening);
  canvas.rect(
    [0, horizon, width, height - horizon],
    canvas.downFill(shade(floor, -6), shade(floor, 7)),
  );
  const vanish = point(width * chance.between(0.3, 0.7), horizon - height * 0.5);
  for (let x = -width; x < width * 2; x += 26) {
    const far = point(vanish.x + (x - vanish.x) * 0.5, horizon);
    canvas.line([far, point(x, height)], { stroke: shade(floor, -14), width: 0.9, opacity: 0.5 });
  }
  canvas.rect([0, horizon - 5, width, 6], shade(wall, isEvening ? 10 : 9));
  if (chance.happens(0.65)) {
    const rug = color(chance.pick([355, 205, 165, 45, 275]), 42, isEvening ? 34 : 56);
    const middle = point(width * chance.between(0.3, 0.7), (horizon + height) / 2 + height * 0.08);
    canvas.fill(ellipse(middle, { rx: width * 0.42, ry: (height - horizon) * 0.38 }), rug);
    canvas.fill(
      ellipse(middle, { rx: width * 0.34, ry: (height - horizon) * 0.3 }),
      shade(rug, 10),
    );
  }
}

function drawWindow(canvas: Canvas, horizon: number, chance: Chance, isEvening: boolean): void {
  const { width } = canvas;
  const across = width * chance.between(0.2, 0.28);
  const tall = horizon * chance.between(0.5, 0.62);
  const x = chance.between(width * 0.06, width * 0.66);
  const y = horizon * 0.1;
  const frame = color(32, isEvening ? 20 : 16, isEvening ? 40 : 94);
  canvas.rect([x - 5, y - 5, across + 10, tall + 10], frame, { round: 2 });
  const pane = [point(x, y), point(x + across, y), point(x + across, y + tall), point(x, y + tall)];
  canvas.inside([pane], () => {
    if (isEvening) {
      canvas.fill(pane, canvas.downFill(color(232, 50, 16), color(255, 40, 30)));
      canvas.fill(
        ellipse(point(x + across * 0.7, y + tall * 0.28), { rx: 7, ry: 7 }),
        color(48, 70, 90),
      );
    } else {
      canvas.fill(pane, canvas.downFill(color(203, 72, 74), color(196, 60, 90)));
      const garden = point(x + across * chance.between(0.2, 0.8), y + tall * 1.1);
      canvas.fill(ellipse(garden, { rx: across * 0.8, ry: tall * 0.4 }), color(115, 36, 56));
    }
  });
  canvas.rect([x + across / 2 - 1.5, y, 3, tall], frame);
  canvas.rect([x, y + tall / 2 - 1.5, across, 3], frame);
  canvas.rect([x - 9, y + tall + 4, across + 18, 5], shade(frame, -8), { round: 2 });
}

function drawSofa(canvas: Canvas, horizon: number, chance: Chance): void {
  const { width, height } = canvas;
  const wall = color(chance.pick([40, 160, 210, 20]), 22, chance.between(78, 88));
  const sofa = color(
    chance.pick([205, 165, 350, 262, 24, 45]),
    chance.between(24, 44),
    chance.between(40, 58),
  );
  canvas.rect([0, 0, width, height], canvas.downFill(shade(wall, 4), shade(wall, -6)));
  const picture = color(chance.pick([20, 180, 280]), 40, 62);
  const left = width * chance.between(0.12, 0.6);
  canvas.rect([left, height * 0.07, 52, 38], color(30, 30, 36), { round: 1 });
  canvas.rect(
    [left + 4, height * 0.07 + 4, 44, 30],
    canvas.downFill(shade(picture, 14), shade(picture, -10)),
  );
  const back = horizon - height * 0.24;
  canvas.rect([-10, back, width + 20, height], canvas.downFill(shade(sofa, 4), shade(sofa, -6)), {
    round: 22,
  });
  const cushions = chance.whole(2, 3);
  for (let k = 0; k < cushions; k++) {
    const wide = width / cushions;
    canvas.rect(
      [k * wide + 3, back + 8, wide - 6, horizon - back],
      canvas.softFill(shade(sofa, 3), 6),
      { round: 12 },
    );
  }
  canvas.rect(
    [-4, horizon - 6, width + 8, height - horizon + 20],
    canvas.downFill(shade(sofa, 10), shade(sofa, -4)),
    { round: 12 },
  );
  canvas.line([point(0, horizon + 2), point(width, horizon + 2)], {
    stroke: shade(sofa, -16),
    width: 2.4,
    opacity: 0.5,
  });
  if (chance.happens(0.7)) {
    const pillow = color(chance.pick([48, 350, 190, 120]), 55, 66);
    const at = point(width * chance.pick([0.12, 0.88]), horizon - 22);
    const corners = [
      [-24, -22],
      [0, -18],
      [24, -22],
      [20, 0],
      [24, 22],
      [0, 19],
      [-24, 22],
      [-20, 0],
    ];
    canvas.fill(
      blob(corners.map(([x, y]) => point(at.x + x!, at.y + y!))),
      canvas.softFill(pillow),
    );
  }
}

function drawLawn(canvas: Canvas, horizon: number, chance: Chance): void {
  const { width, height } = canvas;
  const sky = color(chance.between(196, 214), 66, chance.between(70, 80));
  canvas.rect([0, 0, width, height], canvas.downFill(sky, shade(sky, 16)));
  for (let k = 0; k < 3; k++)
    cloud(canvas, point(chance.between(0, width), chance.between(8, horizon * 0.45)), chance);
  const far = color(chance.between(100, 140), 30, 60);
  canvas.fill(hill(canvas, horizon - 16, 18, chance), far);
  canvas.fill(hill(canvas, horizon - 5, 10, chance), shade(far, -9));
  for (let k = 0; k < chance.whole(0, 3); k++)
    tree(canvas, point(chance.between(0, width), horizon), chance);
  if (chance.happens(0.4)) fence(canvas, horizon, chance);
  const grass = color(chance.between(88, 118), chance.between(38, 52), chance.between(42, 54));
  canvas.rect(
    [0, horizon, width, height - horizon],
    canvas.downFill(shade(grass, 8), shade(grass, -8)),
  );
  for (let k = 0; k < 260; k++) {
    const y = chance.between(horizon + 2, height);
    const near = (y - horizon) / (height - horizon);
    const x = chance.between(0, width);
    const blade = [point(x, y), point(x + chance.between(-3, 3), y - 3 - 8 * near)];
    canvas.line(blade, {
      stroke: shade(grass, chance.between(-14, 16)),
      width: 0.7 + near,
      opacity: 0.7,
    });
  }
  for (let k = 0; k < chance.whole(0, 14); k++) {
    const y = chance.between(horizon + 8, height);
    const petal = color(chance.pick([0, 48, 320, 270]), 80, 78);
    canvas.fill(ellipse(point(chance.between(0, width), y), { rx: 2.2, ry: 2 }), petal);
  }
}

function drawBeach(canvas: Canvas, horizon: number, chance: Chance): void {
  const { width, height } = canvas;
  const sky = color(chance.pick([200, 30, 330]), 60, 80);
  canvas.rect([0, 0, width, horizon], canvas.downFill(shade(sky, -4), shade(sky, 12)));
  canvas.fill(
    ellipse(point(width * chance.between(0.15, 0.85), horizon * 0.34), { rx: 15, ry: 15 }),
    color(48, 95, 86),
  );
  const sea = color(chance.between(185, 205), 52, 52);
  const shore = horizon - 4;
  canvas.rect([0, horizon * 0.62, width, shore], canvas.downFill(shade(sea, -6), shade(sea, 14)));
  for (let k = 0; k < 14; k++) {
    const y = chance.between(horizon * 0.65, shore);
    const x = chance.between(-20, width);
    canvas.line([point(x, y), point(x + chance.between(12, 44), y)], {
      stroke: color(190, 40, 90),
      width: 1.1,
      opacity: 0.55,
    });
  }
  const sand = color(chance.between(36, 44), 48, 76);
  canvas.fill(hill(canvas, shore, 6, chance), canvas.downFill(shade(sand, 5), shade(sand, -9)));
  for (let k = 0; k < 160; k++) {
    const at = point(chance.between(0, width), chance.between(shore + 8, height));
    canvas.fill(ellipse(at, { rx: 1.1, ry: 0.7 }), shade(sand, chance.happens(0.5) ? -12 : 9), 0.6);
  }
}

function drawKitchen(canvas: Canvas, horizon: number, chance: Chance): void {
  const { width, height } = canvas;
  const tile = color(chance.pick([185, 45, 150, 15]), 20, 86);
  canvas.rect([0, 0, width, horizon], tile);
  const side = chance.between(20, 30);
  for (let row = 0; row * side < horizon; row++) {
    for (let column = 0; column * side < width; column++) {
      if ((row + column) % 2 === 0) continue;
      canvas.rect(
        [column * side, row * side, side, Math.min(side, horizon - row * side)],
        shade(tile, -7),
      );
    }
  }
  const cupboard = color(chance.pick([210, 30, 95]), 24, 64);
  const top = horizon * 0.5;
  canvas.rect(
    [0, top, width, horizon - top],
    canvas.downFill(shade(cupboard, 4), shade(cupboard, -5)),
  );
  canvas.rect([0, top - 6, width, 8], color(30, 24, 46));
  const doors = chance.whole(3, 5);
  for (let k = 0; k < doors; k++) {
    const wide = width / doors;
    canvas.rect([k * wide + 5, top + 8, wide - 10, horizon - top - 16], shade(cupboard, 6), {
      round: 3,
    });
    canvas.fill(
      ellipse(point(k * wide + wide - 12, (top + horizon) / 2), { rx: 2.4, ry: 2.4 }),
      color(45, 30, 40),
    );
  }
  const floor = color(chance.pick([30, 215, 20]), 14, 72);
  canvas.rect(
    [0, horizon, width, height - horizon],
    canvas.downFill(shade(floor, -8), shade(floor, 6)),
  );
  for (let k = 1; k < 5; k++) {
    const y = horizon + (height - horizon) * (k / 5) ** 1.4;
    canvas.line([point(0, y), point(width, y)], {
      stroke: shade(floor, -12),
      width: 1,
      opacity: 0.6,
    });
  }
  for (let x = -width; x < width * 2; x += 44) {
    canvas.line([point(width / 2 + (x - width / 2) * 0.6, horizon), point(x, height)], {
      stroke: shade(floor, -12),
      width: 1,
      opacity: 0.6,
    });
  }
}

function drawStudio(canvas: Canvas, chance: Chance): void {
  const { width, height } = canvas;
  const paper = color(chance.between(0, 360), chance.between(16, 46), chance.between(48, 80));
  canvas.rect([0, 0, width, height], canvas.downFill(shade(paper, -8), shade(paper, 6)));
  canvas.rect([0, 0, width, height], canvas.glow(shade(paper, 16), 0.9));
  for (let k = 0; k < 26; k++) {
    const at = point(chance.between(0, width), chance.between(0, height));
    const rx = chance.between(4, 26);
    canvas.fill(ellipse(at, { rx, ry: rx }), shade(paper, chance.between(-14, 18)), 0.28);
  }
}

function cloud(canvas: Canvas, at: { x: number; y: number }, chance: Chance): void {
  for (const [dx, dy, rx] of [
    [0, 0, 20],
    [-16, 4, 13],
    [17, 4, 14],
  ] as const) {
    const size = chance.between(0.8, 1.2);
    canvas.fill(
      ellipse(point(at.x + dx, at.y + dy), { rx: rx * size, ry: rx * 0.5 * size }),
      color(0, 0, 100),
      0.85,
    );
  }
}

function tree(canvas: Canvas, foot: { x: number; y: number }, chance: Chance): void {
  const tall = chance.between(36, 62);
  canvas.rect([foot.x - 3.5, foot.y - tall * 0.6, 7, tall * 0.6], color(26, 36, 32));
  const leaf = color(chance.between(90, 145), 36, chance.between(28, 40));
  for (const [dx, dy, rx] of [
    [-12, 4, 17],
    [12, 2, 18],
    [0, -12, 20],
  ] as const) {
    canvas.fill(
      ellipse(point(foot.x + dx, foot.y - tall * 0.72 + dy), { rx, ry: rx * 0.9 }),
      canvas.softFill(leaf),
    );
  }
}

function fence(canvas: Canvas, horizon: number, chance: Chance): void {
  const wood = color(30, chance.pick([8, 34]), chance.pick([92, 48]));
  for (const y of [horizon - 24, horizon - 11])
    canvas.rect([0, y, canvas.width, 4], shade(wood, -6));
  for (let x = 4; x < canvas.width; x += 17) {
    const picket = [
      point(x, horizon + 2),
      point(x, horizon - 30),
      point(x + 4.5, horizon - 35),
      point(x + 9, horizon - 30),
      point(x + 9, horizon + 2),
    ];
    canvas.fill(picket, canvas.downFill(wood, shade(wood, -9)));
  }
}

/** A rolling line across the picture, and all below it. */
function hill({ width, height }: Canvas, y: number, rise: number, chance: Chance): Outline {
  const crest = Array.from({ length: 7 }, (_, k) =>
    point((k - 0.5) * (width / 5), y - chance.between(0, rise)),
  );
  return [...crest, point(width + 60, height), point(-60, height)];
}
