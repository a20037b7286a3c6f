import { mixedColor } from '../../../app/domain/category.ts';
import type { DrawnObject } from '../drawing/drawn-object.ts';

/**
 * A class's colour, lighter and darker, neither so far that it is lost on a light or dark picture. The nearest two of a
 * class are 10 apart in CIELAB, with or without red, green or blue cones, and two of the first seven classes 4.5.
 */
const shades = [
  { towards: 0, share: 0 },
  { towards: 255, share: 0.55 },
  { towards: 0, share: 0.4 },
  { towards: 0, share: 0.65 },
] as const;

export const shadesOfClass = shades.length;

export function shadeOf(color: string, nth: number): string {
  return mixedColor(color, shades[nth % shades.length] ?? shades[0]);
}

/**
 * Which shade of its class's colour each object of a picture has. The oldest has the class's own; one that has a shade
 * keeps it as long as the picture is open, whatever becomes of the others.
 */
export class ObjectShades {
  readonly #given = new Map<number, { readonly category: number; readonly shade: number }>();

  of(objects: readonly DrawnObject[]): ReadonlyMap<number, number> {
    const byAge = [...objects].sort((a, b) => a.id - b.id);
    const taken = new Map<number, number[]>();
    const isKept = ({ id, category }: DrawnObject): boolean =>
      this.#given.get(id)?.category === category;
    const note = (category: number, shade: number): void => {
      const counts = taken.get(category) ?? shades.map(() => 0);
      counts[shade] = (counts[shade] ?? 0) + 1;
      taken.set(category, counts);
    };
    for (const object of byAge.filter(isKept)) {
      note(object.category, this.#given.get(object.id)?.shade ?? 0);
    }
    for (const object of byAge.filter((each) => !isKept(each))) {
      const counts = taken.get(object.category) ?? shades.map(() => 0);
      const shade = counts.indexOf(Math.min(...counts));
      this.#given.set(object.id, { category: object.category, shade });
      note(object.category, shade);
    }
    return new Map(objects.map(({ id }) => [id, this.#given.get(id)?.shade ?? 0]));
  }
}

/** The colour of each object where objects are told apart: its own, else its shade of its class's. */
export function objectColors(
  objects: readonly DrawnObject[],
  shadeOfObject: ReadonlyMap<number, number>,
  colorOfCategory: (category: number) => string,
): ReadonlyMap<number, string> {
  return new Map(
    objects.map(({ id, category, color }) => [
      id,
      color ?? shadeOf(colorOfCategory(category), shadeOfObject.get(id) ?? 0),
    ]),
  );
}
