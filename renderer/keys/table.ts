import { annotateActions } from './annotate.ts';
import { anywhereActions } from './anywhere.ts';
import { browseActions } from './browse.ts';
import { givenKeys } from './given.ts';
import { reviewActions } from './review.ts';
import { trainActions } from './train.ts';
import { transferActions } from './transfer.ts';
import type { ViewName } from './views.ts';

/** Where an action's keys count: in one view, or wherever the person is. */
export type Scope = 'anywhere' | ViewName;

/** One row of a view's table. The first key is the one that is shown beside a button. */
export interface ActionRow {
  readonly title: string;
  readonly keys: readonly string[];
}

const scopes = {
  browse: browseActions,
  annotate: annotateActions,
  train: trainActions,
  review: reviewActions,
  transfer: transferActions,
  anywhere: anywhereActions,
} as const satisfies Record<Scope, Readonly<Record<string, ActionRow>>>;

export type ActionId = { [S in Scope]: keyof (typeof scopes)[S] & string }[Scope];

export interface Action {
  readonly id: ActionId;
  readonly scope: Scope;
  readonly title: string;
  /** Before anybody changed them. */
  readonly ownKeys: readonly string[];
  /** What a person presses now; the first one is shown beside a button. Whoever reads it in an effect follows it. */
  readonly keys: readonly string[];
}

/** Every action of the program with its keys; a view's own come before those that count anywhere. */
export const actionTable: readonly Action[] = Object.entries(scopes).flatMap(([scope, rows]) =>
  Object.entries(rows as Readonly<Record<string, ActionRow>>).map(([id, { title, keys }]) => ({
    id: id as ActionId,
    scope: scope as Scope,
    title,
    ownKeys: keys,
    get keys() {
      return givenKeys.get(id) ?? keys;
    },
  })),
);

const byId = new Map(actionTable.map((action) => [action.id, action]));

export function actionById(id: ActionId): Action {
  const action = byId.get(id);
  if (action === undefined) {
    throw new Error(`The table of actions lacks ${id}.`);
  }
  return action;
}

/** The key that is shown beside a button, such as `Ctrl+Z`. */
export function keyOf(id: ActionId): string | undefined {
  return actionById(id).keys[0];
}
