import { chordText } from '../keys/chord.ts';
import { actionTable, type Action, type Scope } from '../keys/table.ts';
import { viewNames, type ViewName } from '../keys/views.ts';
import { fit } from './palette-entries.ts';

export interface KeyGroup {
  readonly scope: Scope;
  readonly actions: readonly Action[];
}

/** The actions that fit what was typed, the view at hand first and what counts everywhere next. */
export function keyGroups(view: ViewName, typed: string): readonly KeyGroup[] {
  const others = viewNames.filter((name) => name !== view);
  return ([view, 'anywhere', ...others] as const)
    .map((scope) => ({
      scope,
      actions: actionTable.filter((action) => action.scope === scope && fitsKey(action, typed)),
    }))
    .filter(({ actions }) => actions.length > 0);
}

/** By its name, or by a key as it is written or shown. */
export function fitsKey({ title, keys }: Action, typed: string): boolean {
  const key = typed.trim().toLowerCase();
  return (
    fit(typed, title) !== null ||
    keys.some((each) => [each, chordText(each)].some((name) => name.toLowerCase() === key))
  );
}
