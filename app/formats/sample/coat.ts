import type { Chance } from './chance.ts';
import { type Color, color, shade } from './color.ts';

export type Species = 'cat' | 'dog';

export type Pattern =
  'plain' | 'tabby' | 'tuxedo' | 'points' | 'calico' | 'patches' | 'saddle' | 'spots';

/** What an animal's fur looks like. */
export interface Coat {
  readonly base: Color;
  /** Stripes, patches, ears of some. */
  readonly dark: Color;
  /** Muzzle, chest, paws. */
  readonly light: Color;
  readonly pattern: Pattern;
  readonly iris: Color;
  readonly collar: Color | null;
}

const black = color(230, 8, 20);
const cream = color(38, 45, 92);

type Fur = Pick<Coat, 'base' | 'dark' | 'light' | 'pattern'>;

function fur(base: Color, dark: Color, light: Color, pattern: Pattern): Fur {
  return { base, dark, light, pattern };
}

const catFurs = [
  fur(color(28, 78, 60), color(22, 72, 45), color(36, 70, 90), 'tabby'),
  fur(color(32, 70, 66), color(25, 66, 50), color(40, 70, 93), 'tabby'),
  fur(color(215, 8, 58), color(220, 10, 36), color(210, 15, 88), 'tabby'),
  fur(color(218, 12, 48), color(220, 12, 34), color(210, 16, 80), 'plain'),
  fur(black, color(230, 10, 12), color(0, 0, 95), 'tuxedo'),
  fur(color(225, 8, 30), color(230, 10, 18), color(0, 0, 94), 'tuxedo'),
  fur(color(42, 40, 86), color(20, 28, 28), color(42, 46, 94), 'points'),
  fur(color(40, 20, 94), color(26, 74, 55), color(0, 0, 98), 'calico'),
  fur(color(210, 10, 90), color(215, 10, 74), color(0, 0, 98), 'plain'),
] as const satisfies readonly Fur[];

const dogFurs = [
  fur(color(36, 62, 62), color(30, 52, 42), cream, 'plain'),
  fur(color(30, 55, 52), color(24, 50, 34), cream, 'plain'),
  fur(color(20, 44, 32), color(18, 46, 20), color(30, 40, 60), 'plain'),
  fur(color(40, 30, 93), color(24, 56, 42), color(40, 30, 97), 'patches'),
  fur(color(32, 58, 56), color(20, 24, 20), color(38, 55, 88), 'saddle'),
  fur(color(24, 48, 44), color(18, 36, 22), color(38, 40, 92), 'saddle'),
  fur(color(40, 22, 95), color(24, 14, 18), color(40, 22, 98), 'spots'),
  fur(color(26, 60, 50), color(22, 54, 34), color(40, 40, 94), 'tuxedo'),
] as const satisfies readonly Fur[];

const irises = {
  cat: [color(88, 55, 48), color(48, 85, 52), color(200, 60, 56)],
  dog: [color(24, 60, 26), color(20, 50, 18)],
} as const;

export function coatOf(species: Species, chance: Chance): Coat {
  const chosen: Fur = chance.pick(species === 'cat' ? catFurs : dogFurs);
  const lighter = chance.between(-5, 5);
  return {
    base: shade(chosen.base, lighter),
    dark: shade(chosen.dark, lighter / 2),
    light: chosen.light,
    pattern: chosen.pattern,
    iris: chance.pick(irises[species]),
    collar: chance.happens(species === 'dog' ? 0.6 : 0.3)
      ? color(chance.pick([355, 205, 150, 45, 285]), 65, 48)
      : null,
  };
}
