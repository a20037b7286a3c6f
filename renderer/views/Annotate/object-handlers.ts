import type { ActionHandlers } from '../../state/actions.svelte.ts';
import type { AppState } from '../../state/app.svelte.ts';
import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { systemText, toSystem } from './system-clipboard.ts';

/** What keys and menus do to whole objects. */
export function objectHandlers({ editor, notices }: AppState): ActionHandlers {
  const { acts, bench, clipboard, showing } = editor;
  const hasPicture = (): boolean => editor.picture !== null;
  const chosen = (): DrawnObject | undefined =>
    editor.objects.find(({ id }) => id === editor.hand.selected);
  const toChosen = (act: (object: DrawnObject) => void) => ({
    press: () => {
      const object = chosen();
      if (object !== undefined) act(object);
    },
    possible: () => chosen() !== undefined,
  });
  /** Upwards in the list is upwards in the drawing order; with none chosen it begins at the end that it comes from. */
  const choose = (by: 1 | -1) => ({
    press: () => {
      const { objects } = editor;
      const object = chosen();
      const from =
        object === undefined ? (by === 1 ? -1 : objects.length) : objects.indexOf(object);
      const next = objects[from + by];
      if (next !== undefined) bench.select(next.id);
    },
    possible: () => editor.objects.length > 0,
  });

  return {
    'annotate.copy': { press: () => toSystem(clipboard.copy()), possible: hasPicture },
    'annotate.cut': { press: () => toSystem(clipboard.cut()), possible: hasPicture },
    'annotate.paste': {
      press: () => notices.attempt(async () => clipboard.paste(await systemText())),
      possible: hasPicture,
    },
    'annotate.copyPrevious': {
      press: () => notices.attempt(() => clipboard.copyPrevious()),
      possible: hasPicture,
    },
    'annotate.mergeChosen': { press: () => acts.merge(), possible: () => editor.chosen.areSeveral },
    'annotate.delete': { press: () => acts.deleteSelected(), possible: hasPicture },
    'annotate.objectAbove': choose(1),
    'annotate.objectBelow': choose(-1),
    'annotate.objectUp': toChosen(() => acts.reorder(1)),
    'annotate.objectDown': toChosen(() => acts.reorder(-1)),
    'annotate.toggleVisible': toChosen(({ visible }) =>
      showing.show(editor.chosen.ids, { visible: !visible }),
    ),
    'annotate.toggleLocked': toChosen(({ locked }) =>
      showing.show(editor.chosen.ids, { locked: !locked }),
    ),
    'annotate.hideOthers': toChosen(() => showing.hideOthers(editor.chosen.ids)),
    'annotate.lockOthers': toChosen(() => showing.lockOthers(editor.chosen.ids)),
    'annotate.showAll': {
      press: () => showing.showAll(),
      possible: () => editor.objects.some(({ visible }) => !visible),
    },
    'annotate.unlockAll': {
      press: () => showing.unlockAll(),
      possible: () => editor.objects.some(({ locked }) => locked),
    },
  };
}
