import * as v from 'valibot';
import { imageFilter, imageOrder } from './filters.ts';
import * as s from './shapes.ts';

/**
 * Where a person was in a project: kept by the studio, outside of the project, so that another window, another port
 * or a page that came back after a crash goes on there. A field that cannot be read is as at the first look.
 */

const finite = v.pipe(v.number(), v.finite());
const nullableId = v.fallback(v.nullable(s.id), null);

export const place = v.object({
  view: v.fallback(v.picklist(['browse', 'annotate', 'train', 'review', 'transfer']), 'browse'),
  /** The picture that Annotate shows. */
  picture: nullableId,
  /** The point of the upright picture in the middle of the canvas, and how large it is; null: fitted. */
  look: v.fallback(
    v.nullable(v.object({ image: s.id, x: finite, y: finite, scale: finite })),
    null,
  ),
  hand: v.fallback(
    v.nullable(
      v.object({
        tool: v.picklist([
          'select',
          'brush',
          'eraser',
          'polygon',
          'scissors',
          'lasso',
          'rectangle',
          'ellipse',
          'move',
          'fill',
          'wand',
          'superpixel',
          'split',
          'merge',
          'grabcut',
          'predicted',
          'prompt',
          'pan',
        ]),
        brushSizePx: v.pipe(finite, v.minValue(1), v.maxValue(2000)),
        brushShape: v.picklist(['round', 'square']),
        category: v.nullable(s.id),
      }),
    ),
    null,
  ),
  filter: v.fallback(imageFilter, {}),
  order: v.fallback(imageOrder, { by: 'id', descending: false }),
  /** Of Browse, counted from the first picture: the one at the upper left, and the one with the keyboard. */
  top: v.fallback(s.count, 0),
  focus: v.fallback(s.count, 0),
  /** The run that was chosen in Train. */
  run: v.fallback(v.nullable(s.runName), null),
  judged: v.fallback(
    v.nullable(
      v.object({
        image: v.nullable(s.id),
        threshold: v.pipe(finite, v.minValue(0), v.maxValue(1)),
        withAccepted: v.boolean(),
      }),
    ),
    null,
  ),
});
export type Place = v.InferOutput<typeof place>;
