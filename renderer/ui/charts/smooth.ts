/**
 * Exponential moving average, corrected for its start as in Adam and TensorBoard, so that the first values are not
 * drawn towards zero. Values stand at ascending whole places; over places left out the average forgets as if they had
 * been there. NaN is a gap: it stays one and does not weigh. `weight` is 0 (as is) to just under 1 (a flat line).
 */
export function smooth(
  values: Float64Array,
  { places, weight }: { readonly places: Float64Array; readonly weight: number },
): Float64Array {
  const smoothed = new Float64Array(values.length);
  let average = 0;
  let weighed = 0;
  let before = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (Number.isNaN(value)) {
      smoothed[index] = NaN;
      continue;
    }
    const place = places[index] ?? 0;
    const kept = place - before === 1 ? weight : weight ** Math.max(1, place - before);
    before = place;
    average = kept * average + (1 - kept) * value;
    weighed = kept * weighed + (1 - kept);
    smoothed[index] = average / weighed;
  }
  return smoothed;
}

/** The weight that averages over a tenth of `length` places at an `amount` of 1, and over nothing at 0. */
export function weightOf(amount: number, length: number): number {
  return 1 - 1 / (1 + (amount * length) / 10);
}
