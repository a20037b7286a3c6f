import type { Point } from '../../domain/geometry.ts';
import type { Canvas } from './canvas.ts';
import type { Chance } from './chance.ts';
import { color, shade } from './color.ts';
import { blob, ellipse, type Outline, point, ribbon } from './shapes.ts';

export type ThingKind = 'ball' | 'yarn' | 'box' | 'plant' | 'bush' | 'bowl' | 'bone';

/**
 * Draws something that is neither cat nor dog, standing on `foot`, about `size` pixels large. Answers its outlines:
 * what stands in front of an animal hides that part of its mask.
 */
export function drawThing(
  canvas: Canvas,
  kind: ThingKind,
  { foot, size, chance }: { foot: Point; size: number; chance: Chance },
): readonly Outline[] {
  const { x, y } = foot;
  const outlines: Outline[] = [];
  const solid = (outline: Outline, fill: Parameters<Canvas['fill']>[1]) => {
    outlines.push(outline);
    canvas.fill(outline, fill);
  };
  switch (kind) {
    case 'ball': {
      const paint = color(chance.pick([355, 205, 48, 130, 285]), 72, 54);
      const radius = size * 0.42;
      const ball = ellipse(point(x, y - radius), { rx: radius, ry: radius });
      solid(ball, canvas.softFill(paint, 14));
      canvas.inside([ball], () => {
        const stripe = [
          point(x - radius, y - radius * 1.25),
          point(x, y - radius * 0.85),
          point(x + radius, y - radius * 1.3),
        ];
        canvas.fill(
          ribbon(stripe, () => radius * 0.36),
          color(0, 0, 97),
          0.9,
        );
      });
      break;
    }
    case 'yarn': {
      const wool = color(chance.pick([340, 190, 275, 20]), 58, 60);
      const radius = size * 0.38;
      const middle = point(x, y - radius);
      solid(ellipse(middle, { rx: radius, ry: radius }), canvas.softFill(wool, 12));
      for (let k = -2; k <= 2; k++) {
        const bow = [
          point(x - radius * 0.8, y - radius + k * radius * 0.3),
          point(x, y - radius + k * radius * 0.36 - radius * 0.2),
          point(x + radius * 0.8, y - radius + k * radius * 0.3),
        ];
        canvas.line(bow, { stroke: shade(wool, -14), width: 1.2, opacity: 0.7 });
      }
      canvas.line(
        [
          point(x + radius * 0.6, y - 2),
          point(x + radius * 1.4, y - 1),
          point(x + radius * 2, y - 5),
          point(x + radius * 2.6, y - 1),
        ],
        { stroke: wool, width: 1.6 },
      );
      break;
    }
    case 'box': {
      const card = color(32, 42, chance.between(52, 62));
      const half = size * 0.55;
      const tall = size * 0.72;
      solid(
        [
          point(x - half, y - tall),
          point(x + half, y - tall),
          point(x + half, y),
          point(x - half, y),
        ],
        canvas.downFill(shade(card, 4), shade(card, -6)),
      );
      solid(
        [
          point(x - half, y - tall),
          point(x - half * 1.3, y - tall * 1.2),
          point(x - half * 0.1, y - tall * 1.16),
          point(x, y - tall),
        ],
        shade(card, 9),
      );
      solid(
        [
          point(x + half, y - tall),
          point(x + half * 1.3, y - tall * 1.2),
          point(x + half * 0.1, y - tall * 1.16),
          point(x, y - tall),
        ],
        shade(card, 6),
      );
      canvas.rect([x - size * 0.08, y - tall, size * 0.16, tall], shade(card, 14), {
        opacity: 0.6,
      });
      break;
    }
    case 'plant': {
      const pot = color(chance.pick([16, 205, 40]), 46, 54);
      const leaf = color(chance.between(105, 150), 40, chance.between(34, 46));
      for (let k = 0; k < 9; k++) {
        const angle = -Math.PI / 2 + (k - 4) * 0.3;
        const reach = size * chance.between(0.55, 0.85);
        const tip = point(x + reach * Math.cos(angle), y - size * 0.4 + reach * Math.sin(angle));
        const middle = point((x + tip.x) / 2 + (k - 4), (y - size * 0.4 + tip.y) / 2 - 4);
        solid(
          ribbon(
            [point(x, y - size * 0.36), middle, tip],
            (t) => size * 0.16 * Math.sin(0.5 + t * 2.5),
          ),
          canvas.softFill(shade(leaf, chance.between(-6, 8))),
        );
      }
      solid(
        [
          point(x - size * 0.27, y - size * 0.4),
          point(x + size * 0.27, y - size * 0.4),
          point(x + size * 0.19, y),
          point(x - size * 0.19, y),
        ],
        canvas.softFill(pot),
      );
      break;
    }
    case 'bush': {
      const leaf = color(chance.between(95, 140), 42, chance.between(30, 44));
      for (const [dx, dy, r] of [
        [-0.4, 0.2, 0.36],
        [0.42, 0.22, 0.36],
        [-0.16, 0.42, 0.38],
        [0.22, 0.4, 0.36],
        [0, 0.2, 0.4],
      ] as const) {
        solid(
          ellipse(point(x + dx * size, y - dy * size), { rx: r * size, ry: r * size * 0.86 }),
          canvas.softFill(shade(leaf, chance.between(-5, 5)), 10),
        );
      }
      for (let k = 0; k < 16; k++) {
        const at = point(
          x + chance.between(-0.6, 0.6) * size,
          y - chance.between(0.05, 0.6) * size,
        );
        canvas.fill(
          ellipse(at, { rx: size * 0.05, ry: size * 0.03, turn: chance.between(0, 3) }),
          shade(leaf, 14),
          0.7,
        );
      }
      break;
    }
    case 'bowl': {
      const glaze = color(chance.pick([205, 355, 45, 165]), 55, 56);
      const half = size * 0.45;
      solid(
        blob([
          point(x - half, y - size * 0.32),
          point(x + half, y - size * 0.32),
          point(x + half * 0.75, y - 1),
          point(x - half * 0.75, y - 1),
        ]),
        canvas.softFill(glaze),
      );
      solid(ellipse(point(x, y - size * 0.33), { rx: half, ry: size * 0.1 }), shade(glaze, -18));
      canvas.fill(
        ellipse(point(x, y - size * 0.35), { rx: half * 0.8, ry: size * 0.07 }),
        color(24, 46, 36),
      );
      break;
    }
    case 'bone': {
      const chalk = color(42, 34, 90);
      const half = size * 0.38;
      const up = y - size * 0.16;
      solid(
        ribbon([point(x - half, up), point(x, up - 1), point(x + half, up)], () => size * 0.16),
        chalk,
      );
      for (const side of [-1, 1]) {
        for (const dy of [-1, 1]) {
          solid(
            ellipse(point(x + side * half, up + dy * size * 0.09), {
              rx: size * 0.11,
              ry: size * 0.11,
            }),
            canvas.softFill(chalk),
          );
        }
      }
    }
  }
  return outlines;
}
