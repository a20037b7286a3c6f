import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { words } from '../../words/en.ts';

/** "dog 1", "dog 2": counted within a class by age, so that a change of order renames nothing. */
export function objectNames(
  objects: readonly DrawnObject[],
  nameOfCategory: (category: number) => string,
): ReadonlyMap<number, string> {
  const counts = new Map<number, number>();
  const byAge = [...objects].sort((a, b) => a.id - b.id);
  return new Map(
    byAge.map(({ id, category }) => {
      const number = (counts.get(category) ?? 0) + 1;
      counts.set(category, number);
      return [id, words.annotate.objectName(nameOfCategory(category), number)];
    }),
  );
}

/** What is done to some objects is done to "dog 2" or to "3 objects". */
export function nameOfAll(ids: readonly number[], nameOf: (id: number) => string): string {
  const [first] = ids;
  return first !== undefined && ids.length === 1
    ? nameOf(first)
    : words.annotate.objectCount(ids.length);
}
