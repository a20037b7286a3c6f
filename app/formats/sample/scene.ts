import type { Size } from '../../domain/geometry.ts';
import { type Backdrop, backdrops, drawBackdrop } from './backdrop.ts';
import { Canvas } from './canvas.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { coatOf, type Species } from './coat.ts';
import { color } from './color.ts';
import { type Animal, drawAnimal, type Pose, reaches } from './figure.ts';
import { drawThing, type ThingKind } from './objects.ts';
import { createPen } from './pen.ts';
import { ellipse, type Outline, point } from './shapes.ts';

/** One object of a scene, bottom first. A later one hides what lies under it. */
export interface SceneObject {
  /** Null for things, which hide but are not labelled. */
  readonly species: Species | null;
  readonly crowd: boolean;
  /** Its body is everything inside any of these. */
  readonly outlines: readonly Outline[];
}

export interface Scene extends Size {
  readonly svg: string;
  readonly objects: readonly SceneObject[];
  /** How light falls on it, for the photograph made of the drawing. */
  readonly light: { readonly warmth: number; readonly brightness: number; readonly grain: number };
}

const sizes = [
  { width: 320, height: 240 },
  { width: 320, height: 240 },
  { width: 320, height: 240 },
  { width: 288, height: 288 },
  { width: 240, height: 320 },
  { width: 352, height: 240 },
] as const;

/** Draws picture `index` of a set: the same seed and index always give the same scene. */
export function drawScene(seed: number, index: number): Scene {
  const chance = chanceFrom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca77));
  const { width, height } = chance.pick(sizes);
  const canvas = new Canvas(width, height);
  const backdrop = backdrops[(index * 3 + chance.whole(0, 6)) % backdrops.length]!;
  const horizon = drawBackdrop(canvas, backdrop, chance);
  const drawn: SceneObject[] = [];
  const surroundings = { canvas, chance, horizon, backdrop };

  addThings(surroundings, drawn, { count: chance.whole(0, 2), nearness: [0.05, 0.45] });
  // Every tenth picture or so shows none: a network has to learn that, too.
  const count = index % 11 === 7 ? 0 : chance.pick([1, 1, 1, 2, 2, 3]);
  if (count > 0 && index % 13 === 5) addCrowd(surroundings, drawn, index);
  addAnimals(surroundings, drawn, { count, index });
  if (chance.happens(0.45)) addThings(surroundings, drawn, { count: 1, nearness: [0.75, 1] });
  return {
    width,
    height,
    svg: canvas.svg(),
    objects: drawn,
    light: {
      warmth: chance.between(-9, 11),
      brightness: chance.between(0.92, 1.1),
      grain: chance.between(2, 6),
    },
  };
}

interface Surroundings {
  readonly canvas: Canvas;
  readonly chance: Chance;
  readonly horizon: number;
  readonly backdrop: Backdrop;
}

const indoors: readonly [ThingKind, ...ThingKind[]] = [
  'ball',
  'yarn',
  'box',
  'plant',
  'bowl',
  'bone',
];
const outdoors: readonly [ThingKind, ...ThingKind[]] = [
  'ball',
  'bush',
  'bush',
  'bone',
  'bowl',
  'box',
];

function addThings(
  { canvas, chance, horizon, backdrop }: Surroundings,
  drawn: SceneObject[],
  { count, nearness: [far, near] }: { count: number; nearness: readonly [number, number] },
): void {
  for (let k = 0; k < count; k++) {
    const isOutdoors = backdrop === 'lawn' || backdrop === 'beach';
    const kind = chance.pick(isOutdoors ? outdoors : indoors);
    const nearness = chance.between(far, near);
    const foot = point(
      chance.between(20, canvas.width - 20),
      horizon + nearness * (canvas.height - horizon - 4),
    );
    const size = (26 + 34 * nearness) * chance.between(0.8, 1.3);
    drawShadow(canvas, foot, size * 0.5);
    drawn.push({
      species: null,
      crowd: false,
      outlines: drawThing(canvas, kind, { foot, size, chance }),
    });
  }
}

function addAnimals(
  { canvas, chance, horizon }: Surroundings,
  drawn: SceneObject[],
  { count, index }: { count: number; index: number },
): void {
  const { width, height } = canvas;
  const first: Species = index % 2 === 0 ? 'cat' : 'dog';
  const order = Array.from({ length: count }, (_, k) => ({
    species: k === 0 ? first : chance.pick<Species>(['cat', 'dog']),
    // Far ones first, so that near ones stand before them.
    nearness: count === 1 ? chance.between(0.35, 0.9) : (k + chance.between(0.3, 0.9)) / count,
  }));
  for (const [k, { species, nearness }] of order.entries()) {
    const pose: Pose =
      count === 1 && chance.happens(0.2)
        ? 'portrait'
        : chance.pick(['sitting', 'sitting', 'standing', 'standing', 'lying', 'sleeping']);
    const animal: Animal = { species, coat: coatOf(species, chance), pose };
    const reach = reaches[pose];
    const wanted =
      pose === 'portrait'
        ? height * chance.between(0.72, 0.95)
        : height * (0.34 + 0.4 * nearness) * chance.between(0.85, 1.15);
    const scale = Math.min(
      wanted / Math.max(reach.height, reach.width * 0.72),
      (width * (count > 1 ? 0.56 : 0.86)) / reach.width,
    );
    const slot = width / count;
    const foot = point(
      slot * (k + 0.5) + chance.between(-0.24, 0.24) * slot,
      pose === 'portrait' ? height + 4 : horizon + 6 + nearness * (height - horizon - 10),
    );
    if (reach.shadow > 0) drawShadow(canvas, foot, reach.shadow * scale);
    const pen = createPen(canvas, {
      at: foot,
      scale,
      turn: chance.between(-0.05, 0.05),
      mirrored: chance.happens(0.5),
    });
    drawAnimal(pen, animal, chance);
    drawn.push({ species, crowd: false, outlines: pen.parts });
  }
}

/** Far away, too many to be told apart: one label for all of them. */
function addCrowd(
  { canvas, chance, horizon }: Surroundings,
  drawn: SceneObject[],
  index: number,
): void {
  const species: Species = index % 2 === 0 ? 'dog' : 'cat';
  const outlines: Outline[] = [];
  const count = chance.whole(4, 6);
  const start = canvas.width * chance.between(0.08, 0.4);
  for (let k = 0; k < count; k++) {
    const foot = point(start + k * 17 + chance.between(-3, 3), horizon + 8 + chance.between(-2, 4));
    const scale = chance.between(0.26, 0.32);
    drawShadow(canvas, foot, 26 * scale);
    const pen = createPen(canvas, { at: foot, scale, turn: 0, mirrored: chance.happens(0.5) });
    drawAnimal(pen, { species, coat: coatOf(species, chance), pose: 'sitting' }, chance);
    outlines.push(...pen.parts);
  }
  drawn.push({ species, crowd: true, outlines });
}

function drawShadow(canvas: Canvas, foot: { x: number; y: number }, radius: number): void {
  canvas.fill(
    ellipse(point(foot.x, foot.y - 1), { rx: radius * 1.25, ry: radius * 0.3 }),
    canvas.glow(color(230, 30, 8), 0.5),
  );
}
