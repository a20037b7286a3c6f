import { expect, it } from 'vitest';
import { paletteOf } from '../../../renderer/canvas/layers/palette.ts';
import { Desk, polygonObject, square } from '../editor/desk.ts';

const colors = ['#000000', '#100404', '#e69f00', '#ffffff'];

/** The second line of each object, light inside its own: how far it covers, 0..255. */
function innerLines(chosen: readonly number[]): readonly number[] {
  const { drawing } = new Desk(
    { width: 40, height: 10 },
    colors.map((_, index) => polygonObject(index + 1, 1, square(10 * index, 0, 8))),
  );
  const palette = paletteOf(drawing.objects, {
    ...{ opacity: 0.45, outlineOnly: false, hovered: null, coming: null, chosen },
    colorOf: ({ id }) => colors[id - 1] ?? '',
    colorOfClass: () => '',
  });
  return drawing.objects.map(({ slot }) => (palette.inner?.[slot] ?? 0) >>> 24);
}

it('an outline that a dark picture would swallow has a faint light line, what is chosen a strong one', () => {
  expect(innerLines([])).toEqual([0x66, 0x66, 0, 0]);
  expect(innerLines([1, 3])).toEqual([0xe6, 0x66, 0xe6, 0]);
});
