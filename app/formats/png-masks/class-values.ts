/** A class of a project or a run. */
export interface ClassOfValue {
  readonly name: string;
  /** Its number among the others, 1 to n, as masks are exported. */
  readonly value: number;
  /** The value that it had in the masks it came from. */
  readonly maskValue?: number | undefined;
}

/**
 * Which class a mask's value is where no file of names says so. The value that a class came with decides, else that of a
 * name such as “class 5”; only a class that tells none is known by its number. Values of masks may have gaps: the second
 * class of masks that hold 2 and 5 is 5, not 2. A value that two classes came with is neither's.
 */
export function classesByMaskValue<T extends ClassOfValue>(
  classes: readonly T[],
): ReadonlyMap<number, T> {
  const told = Map.groupBy(classes, toldValue);
  const found = new Map<number, T>();
  for (const [value, [only, ...others]] of told) {
    if (value !== null && only !== undefined && others.length === 0) found.set(value, only);
  }
  for (const one of told.get(null) ?? []) if (!told.has(one.value)) found.set(one.value, one);
  return found;
}

/** The mask's value that a class tells by itself; null where it tells none. */
export function toldValue({ name, maskValue }: ClassOfValue): number | null {
  const [, number] = /^class (\d{1,3})$/.exec(name) ?? [];
  return maskValue ?? (number === undefined ? null : Number(number));
}
