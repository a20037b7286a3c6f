/**
 * Exponential moving average, corrected for its start as in Adam and TensorBoard, so that the first values are not
 * drawn towards zero. Gaps (null) stay gaps and do not weigh. `weight` is 0 (as is) to just under 1 (a flat line).
 */
export function smooth(
  values: readonly (number | null)[],
  weight: number,
): readonly (number | null)[] {
  let average = 0;
  let weighed = 0;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    weighed = weight * weighed + (1 - weight);
    return average / weighed;
  });
}
