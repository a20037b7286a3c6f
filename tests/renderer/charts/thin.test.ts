import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellingPlaces } from '../../../renderer/ui/charts/thin.ts';

describe('the places that tell of a line', () => {
  it('are all of a short one', () => {
    expect(tellingPlaces(Float64Array.of(3, 1, 2), 10)).toEqual([0, 1, 2]);
  });

  it('ascend, are few, and hold both ends, the lowest and the highest value', () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
      minLength: 30,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, (list) => {
        const places = tellingPlaces(Float64Array.from(list), 20);
        expect(places.length).toBeLessThanOrEqual(24);
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        expect(places).toEqual(expect.arrayContaining([0, list.length - 1]));
        const kept = places.map((place) => list[place]);
        expect(kept).toContain(Math.min(...list));
        expect(kept).toContain(Math.max(...list));
      }),
    );
  });

  it('pass over what was not measured', () => {
    const values = Float64Array.from({ length: 100 }, (_, at) => (at === 57 ? 5 : NaN));
    expect(tellingPlaces(values, 10)).toContain(57);
  });
});
