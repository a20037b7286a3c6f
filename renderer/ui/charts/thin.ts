/**
 * Places that show a long line as well as all of them would: of each stretch its lowest and its highest value, in
 * order, and both ends. At most about `most`. NaN is passed over.
 */
export function tellingPlaces(values: Float64Array, most: number): readonly number[] {
  if (values.length <= most) return Array.from(values.keys());
  const stretch = Math.ceil((2 * values.length) / most);
  const places = [0];
  for (let from = 0; from < values.length; from += stretch) {
    let low = from;
    let high = from;
    for (let at = from + 1; at < Math.min(from + stretch, values.length); at++) {
      const value = values[at] ?? NaN;
      if (!(value >= (values[low] ?? NaN))) low = Number.isNaN(value) ? low : at;
      if (!(value <= (values[high] ?? NaN))) high = Number.isNaN(value) ? high : at;
    }
    places.push(Math.min(low, high), Math.max(low, high));
  }
  places.push(values.length - 1);
  return places.filter((place, index) => index === 0 || place > (places[index - 1] ?? -1));
}
