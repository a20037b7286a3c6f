import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ToolName } from '../../../renderer/canvas/tools/tool.ts';
import { Desk, polygonObject, square } from './desk.ts';

const coordinate = fc.double({ min: -3, max: 23, noNaN: true });
const at = fc.tuple(coordinate, coordinate);

const step = fc.oneof(
  fc.record({
    kind: fc.constant('drag' as const),
    tool: fc.constantFrom<ToolName>('brush', 'eraser', 'fill', 'polygon', 'select'),
    path: fc.array(at, { minLength: 1, maxLength: 5 }),
    alt: fc.boolean(),
    shift: fc.boolean(),
    cancelled: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('size' as const), sizePx: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('class' as const), category: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('fresh' as const) }),
  fc.record({ kind: fc.constant('finish' as const) }),
  fc.record({ kind: fc.constant('stepBack' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function doStep(desk: Desk, act: Step): void {
  switch (act.kind) {
    case 'size':
      desk.bench.setBrushSize(act.sizePx);
      break;
    case 'class':
      desk.bench.setCategory(act.category);
      break;
    case 'fresh':
      desk.bench.startFresh();
      break;
    case 'finish':
      desk.bench.finish();
      break;
    case 'stepBack':
      desk.bench.stepBack();
      break;
    case 'drag': {
      const { alt, shift } = act;
      desk.bench.choose(act.tool);
      const [first = [0, 0], ...rest] = act.path;
      const last = act.path.at(-1) ?? first;
      desk.press(...first, { alt, shift });
      rest.forEach((point) => desk.move(...point, { alt, shift }));
      if (act.cancelled) {
        desk.bench.cancel();
      } else {
        desk.release(...last, { alt, shift });
      }
    }
  }
}

function start(): Desk {
  return new Desk({ width: 20, height: 17 }, [
    polygonObject(1, 1, square(1, 1, 9)),
    polygonObject(2, 2, [5, 4, 16, 5.5, 12, 15, 6, 13]),
    polygonObject(3, 2, square(14, 0, 5)),
  ]);
}

it('any acts, all taken back, leave every object and every pixel as it was', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const desk = start();
      desk.drawing.show(3, { locked: true });
      const contents = desk.contents();
      const picture = desk.picture();
      steps.forEach((act) => doStep(desk, act));
      desk.bench.cancelAll();
      while (desk.done.length > 0) {
        desk.undo();
      }
      expect(desk.contents()).toEqual(contents);
      expect(desk.picture()).toEqual(picture);
    }),
    { numRuns: 300 },
  );
});

it('what is shown is what a fresh reading of the same objects shows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const desk = start();
      steps.forEach((act) => doStep(desk, act));
      desk.bench.cancelAll();
      const shown = desk.picture();
      desk.drawing.redraw({ x: 0, y: 0, ...desk.drawing.size });
      expect(desk.picture()).toEqual(shown);
    }),
    { numRuns: 200 },
  );
});
