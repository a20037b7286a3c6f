import type { Point } from '../../../app/domain/geometry.ts';
import type { Begun, Hands } from './tool.ts';

/** Begins a shape at a point; null when there is nothing that it could be for. */
export function begunAt(
  hands: Hands,
  at: Point,
  { erasing }: { readonly erasing: boolean },
): Begun | null {
  const aim = hands.aimAt(at, { erasing });
  return aim === null ? null : { aim, at, choice: choiceOf(hands) };
}

/**
 * What a shape is for by now. Whoever takes another class or object while it is begun means it for that one, as if it
 * were begun just now. What takes away goes on taking from the same when the object is only let go of.
 */
export function begunByNow(hands: Hands, begun: Begun): Begun {
  const choice = choiceOf(hands);
  const erasing = begun.aim.kind === 'remove';
  const isSame = choice === begun.choice || (erasing && hands.selected === null);
  return isSame
    ? begun
    : { ...begun, choice, aim: hands.aimAt(begun.at, { erasing }) ?? begun.aim };
}

function choiceOf({ category, selected }: Hands): string {
  return `${String(category)} ${String(selected)}`;
}
