/**
 * Working memory kept from call to call: making a typed array costs more than most masks need done with it. What lies
 * in it is left from the call before, and nobody may keep it: no two calls of a function that has one may be under way.
 */
const firstLength = 2 ** 10;
/** Whoever needs more gets memory of their own, so that one odd mask does not hold megabytes for good. */
const keptLength = 2 ** 18;

export type Scratch<T> = (length: number) => T;

export function uint32Scratch(): Scratch<Uint32Array<ArrayBuffer>> {
  return scratchOf((length) => new Uint32Array(length));
}

export function float64Scratch(): Scratch<Float64Array<ArrayBuffer>> {
  return scratchOf((length) => new Float64Array(length));
}

export function uint8Scratch(): Scratch<Uint8Array<ArrayBuffer>> {
  return scratchOf((length) => new Uint8Array(length));
}

/** At least as long as is asked for. */
function scratchOf<T extends { readonly length: number }>(make: Scratch<T>): Scratch<T> {
  let kept = make(firstLength);
  return (length) => {
    if (length <= kept.length) return kept;
    if (length > keptLength) return make(length);
    kept = make(Math.min(keptLength, 2 * length));
    return kept;
  };
}
