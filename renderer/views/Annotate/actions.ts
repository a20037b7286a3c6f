import type { Board } from '../../canvas/board.ts';
import type { ToolName } from '../../canvas/tools/tool.ts';
import type { ActionHandlers } from '../../state/actions.svelte.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { objectHandlers } from './object-handlers.ts';
import { words } from '../../words/en.ts';

const zoomStep = 1.25;
const largeStep = 10;

/** What the keys, buttons and the palette do in Annotate. */
export function annotateHandlers(app: AppState, board: () => Board | null): ActionHandlers {
  const { editor, navigation, notices, session } = app;
  const { bench, look, walk } = editor;
  const hasPicture = (): boolean => editor.picture !== null;
  const canRedo = (): boolean => editor.history.canRedo || editor.hand.canStepForth;

  const choose = (tool: ToolName) => ({
    press: () => bench.choose(tool),
    possible: hasPicture,
  });
  const resize = (direction: 1 | -1, steps: number) => ({
    press: () => bench.stepBrushSize(direction * steps),
    possible: hasPicture,
  });
  const reshape = (press: () => void) => ({ press, possible: hasPicture });
  const go = (id: number | null): void => {
    if (id !== null) {
      navigation.picture = id;
    }
  };
  const nth = (n: number) => ({
    press: () => editor.pickClass(n - 1),
    possible: () => hasPicture() && session.categories.length >= n,
  });

  /** Picks a corner of the chosen polygon, whatever tool is at hand. */
  const pickCorner = (steps: number): void => {
    if (bench.cornerKeys === null) bench.choose('select');
    bench.cornerKeys?.walk(steps);
    showCorner();
  };
  const showCorner = (): void => {
    const corner = bench.cornerKeys?.picked ?? null;
    if (corner !== null) {
      board()?.reveal(corner.at);
      board()?.focus();
    }
  };
  const choosesPolygon = (): boolean => {
    const { selected } = editor.hand;
    const polygons = editor.objects.find(({ id }) => id === selected)?.polygons ?? null;
    return polygons !== null && !session.readOnly;
  };

  function showErrors(): void {
    look.toggle('errors');
    if (look.shows === 'errors' && editor.shown !== 'errors') {
      notices.tell(words.annotate.errorsLater);
    }
  }

  async function acceptAndNext(): Promise<void> {
    const id = walk.current;
    if (id === null) {
      return;
    }
    const next = walk.at(1);
    if (next === null) {
      notices.tell(words.annotate.lastPicture);
    }
    go(next);
    await notices.attempt(() => editor.review(id, 'accepted'));
  }

  return {
    'annotate.next': { press: () => go(walk.at(1)), possible: () => walk.at(1) !== null },
    'annotate.previous': {
      press: () => go(walk.at(-1)),
      possible: () => walk.place > 0,
    },
    'annotate.nextUntouched': {
      press: () =>
        notices.attempt(async () => {
          const kind = app.preferences.nextKind;
          const next = await walk.next(kind);
          if (next === null) notices.tell(words.annotate.noNext[kind]);
          go(next);
        }),
      possible: hasPicture,
    },
    'annotate.select': choose('select'),
    'annotate.brush': choose('brush'),
    'annotate.eraser': choose('eraser'),
    'annotate.polygon': choose('polygon'),
    'annotate.lasso': choose('lasso'),
    'annotate.rectangle': choose('rectangle'),
    'annotate.ellipse': choose('ellipse'),
    'annotate.move': choose('move'),
    'annotate.scissors': choose('scissors'),
    'annotate.fill': choose('fill'),
    'annotate.wand': choose('wand'),
    'annotate.superpixel': choose('superpixel'),
    'annotate.grabcut': choose('grabcut'),
    'annotate.split': choose('split'),
    'annotate.merge': choose('merge'),
    'annotate.predicted': choose('predicted'),
    'annotate.prompt': choose('prompt'),
    'annotate.smaller': resize(-1, 1),
    'annotate.larger': resize(1, 1),
    'annotate.muchSmaller': resize(-1, largeStep),
    'annotate.muchLarger': resize(1, largeStep),
    'annotate.newObject': {
      press: () => bench.startFresh(),
      possible: () => hasPicture() && editor.hand.category !== null,
    },
    'annotate.nextSnap': { press: () => editor.snap.next(), possible: hasPicture },
    'annotate.nextOverlap': { press: () => editor.overlap.next(), possible: hasPicture },
    'annotate.repeat': { press: () => bench.repeat(), possible: hasPicture },
    'annotate.steer': {
      press: () => {
        editor.steered = !editor.steered;
        if (editor.steered) board()?.focus();
      },
      possible: hasPicture,
    },
    'annotate.nextCorner': { press: () => pickCorner(1), possible: choosesPolygon },
    'annotate.previousCorner': { press: () => pickCorner(-1), possible: choosesPolygon },
    'annotate.addCorner': {
      press: () => {
        bench.cornerKeys?.add();
        showCorner();
      },
      possible: () => editor.hand.corner !== null,
    },
    'annotate.undo': { press: () => editor.undo(), possible: hasPicture },
    'annotate.redo': { press: () => editor.redo(), possible: canRedo },
    'annotate.grow': reshape(() => editor.acts.pixels.grow()),
    'annotate.shrink': reshape(() => editor.acts.pixels.shrink()),
    'annotate.smooth': reshape(() => editor.acts.pixels.smooth()),
    'annotate.fillHoles': reshape(() => editor.acts.pixels.fillHoles()),
    'annotate.keepLargest': reshape(() => editor.acts.pixels.keepLargest()),
    'annotate.splitParts': reshape(() => editor.acts.pixels.splitParts()),
    'annotate.duplicate': reshape(() => editor.acts.pixels.duplicate()),
    ...objectHandlers(app),
    'annotate.stepBack': { press: () => bench.stepBack(), possible: hasPicture },
    'annotate.finish': { press: () => bench.finish(), possible: hasPicture },
    'annotate.cancel': { press: () => bench.cancel(), possible: hasPicture },
    'annotate.hide': {
      press: () => (look.hidden = true),
      release: () => (look.hidden = false),
      possible: hasPicture,
    },
    'annotate.outline': {
      press: () => (look.outlineOnly = !look.outlineOnly),
      possible: hasPicture,
    },
    'annotate.labelView': { press: () => look.toggleView(), possible: hasPicture },
    'annotate.prediction': {
      press: () => {
        look.predictionShown = !look.predictionShown;
        look.save();
      },
      possible: () => editor.prediction.found !== null,
    },
    'annotate.errors': { press: showErrors, possible: hasPicture },
    'annotate.compare': { press: () => look.toggle('compare'), possible: hasPicture },
    'annotate.nextPair': { press: () => look.nextPair(), possible: hasPicture },
    'annotate.pan': {
      press: () => bench.hold('pan'),
      release: () => bench.letGo(),
      possible: hasPicture,
    },
    'annotate.zoomIn': { press: () => board()?.zoom(zoomStep), possible: hasPicture },
    'annotate.zoomOut': { press: () => board()?.zoom(1 / zoomStep), possible: hasPicture },
    'annotate.zoomActual': { press: () => board()?.showActual(), possible: hasPicture },
    'annotate.zoomFit': { press: () => board()?.fit(), possible: hasPicture },
    'annotate.accept': { press: acceptAndNext, possible: () => hasPicture() && !session.readOnly },
    // Every gesture is saved when the pen is lifted; the key only keeps the browser from saving the page.
    'annotate.save': { press: () => undefined, possible: hasPicture },
    'annotate.class1': nth(1),
    'annotate.class2': nth(2),
    'annotate.class3': nth(3),
    'annotate.class4': nth(4),
    'annotate.class5': nth(5),
    'annotate.class6': nth(6),
    'annotate.class7': nth(7),
    'annotate.class8': nth(8),
    'annotate.class9': nth(9),
  };
}
