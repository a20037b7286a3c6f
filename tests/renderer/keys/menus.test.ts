import { expect, it } from 'vitest';
import * as v from 'valibot';
import { desktopMethods } from '../../../app/contract/desktop.ts';
import { menuBar, type MenuRow } from '../../../renderer/keys/menus.ts';
import { actionById, actionTable, type ActionId } from '../../../renderer/keys/table.ts';
import { menusFor } from '../../../renderer/state/menu.ts';

const absent: ReadonlySet<ActionId> = new Set();
const facts = { enabled: () => true, recent: [], classes: [], absent };

function isAction(row: MenuRow): row is ActionId {
  return typeof row === 'string' && row !== '-';
}

it('every action stands in exactly one menu', () => {
  const placed = menuBar.flatMap(({ rows }) => rows.filter(isAction));
  expect([...placed].sort()).toEqual(actionTable.map(({ id }) => id).sort());
});

it('with its name and its key', () => {
  const items = menusFor(facts).flatMap(({ items: each }) => each);
  const actions = items.filter((item) => item.kind === 'action');
  const names = new Set(
    menuBar.flatMap(({ label, rows }) =>
      rows.flatMap((row) => (isAction(row) ? [`${label}: ${actionById(row).title}`] : [])),
    ),
  );
  // Of several with one name in one menu, the one that can be done is shown.
  expect(actions).toHaveLength(names.size);
  for (const { action, label, keys } of actions) {
    const known = actionById(action as Parameters<typeof actionById>[0]);
    expect({ label, keys }).toEqual({ label: known.title, keys: known.keys[0] ?? null });
  }
});

it('shows what is possible, recent projects and the names of classes', () => {
  const menus = menusFor({
    enabled: (id) => id === 'annotate.class1',
    recent: [{ name: 'cats', folder: '/p/cats' }],
    classes: ['cat', 'x'.repeat(200)],
    absent,
  });
  const items = menus.flatMap(({ items: each }) => each);
  expect(items).toContainEqual({
    kind: 'action',
    action: 'annotate.class1',
    label: 'cat',
    keys: '1',
    enabled: true,
  });
  expect(items.filter((item) => item.kind === 'action' && item.enabled)).toHaveLength(1);
  expect(items).toContainEqual({
    kind: 'submenu',
    label: 'Recent projects',
    items: [{ kind: 'project', label: 'cats', folder: '/p/cats' }],
  });
  expect(v.safeParse(desktopMethods['desktop.menu'].params, { menus }).success).toBe(true);
});

it('leaves out what this app does not have', () => {
  const items = menusFor({ ...facts, absent: new Set(['updates.check']) }).flatMap(
    ({ items: each }) => each,
  );
  const actions = items.flatMap((item) => (item.kind === 'action' ? [item.action] : []));
  expect(actions).not.toContain('updates.check');
  expect(actions).toContain('about.show');
});

it.each(['annotate.undo', 'review.undo'] as const)(
  'shows one Undo: %s while it can be done',
  (id) => {
    const menus = menusFor({ ...facts, enabled: (each) => each === id });
    const undo = menus
      .flatMap(({ items: each }) => each)
      .filter((item) => item.kind === 'action' && item.label === actionById(id).title);
    expect(undo).toEqual([expect.objectContaining({ action: id, enabled: true })]);
  },
);
