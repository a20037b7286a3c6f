import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { hatchingOfClass, type Palette } from '../../canvas/layers/label-paint.ts';
import { paletteOf, type PaletteChoice } from '../../canvas/layers/palette.ts';
import { semanticPalette } from '../../canvas/layers/semantic-palette.ts';
import type { AppState } from '../../state/app.svelte.ts';

type Marked = Pick<PaletteChoice, 'chosen' | 'hovered' | 'coming'>;

const unmarked: Marked = { chosen: [], hovered: null, coming: null };

/** The colours of objects as the view settings ask for; whoever reads it in an effect follows them. */
export function labelPalette(
  { editor, session }: Pick<AppState, 'editor' | 'session'>,
  objects: readonly DrawnObject[],
  marked: Marked = unmarked,
): Palette {
  const { look, faces } = editor;
  const hatchOf = (category: number): number =>
    hatchingOfClass(session.categories.findIndex(({ id }) => id === category));
  const choice = {
    opacity: look.opacity,
    outlineOnly: look.outlineOnly,
    hatchOf: look.hatched ? hatchOf : undefined,
    coming: marked.coming,
  };
  return look.view === 'classes'
    ? semanticPalette(objects, { ...choice, classes: session.categories })
    : paletteOf(objects, {
        ...choice,
        // What is gone has no colour of its own any more.
        colorOf: ({ id, category }) =>
          editor.objects.some((object) => object.id === id)
            ? faces.colorOf(id)
            : faces.categoryColor(category),
        colorOfClass: (category) => faces.categoryColor(category),
        chosen: marked.chosen,
        hovered: marked.hovered,
      });
}
