import type { DesktopMenu, DesktopMenuItem } from '../../app/contract/desktop.ts';
import { menuBar, type MenuRow } from '../keys/menus.ts';
import { actionById, type ActionId } from '../keys/table.ts';

/** What the menu bar depends on. */
export interface MenuFacts {
  /** Whether an action can be done now, in the view that is in front. */
  enabled(id: ActionId): boolean;
  readonly recent: readonly { readonly name: string; readonly folder: string }[];
  /** Names of the classes in their order. */
  readonly classes: readonly string[];
  /** Actions this app does not have: built without an address, it has no updates to look for. */
  readonly absent: ReadonlySet<ActionId>;
}

/** The menu bar as it is to be seen now. */
export function menusFor(facts: MenuFacts): DesktopMenu[] {
  return menuBar.map(({ label, rows }) => ({
    label,
    items: rows.filter((row) => !isAbsent(row, facts)).map((row) => itemOf(row, facts)),
  }));
}

function isAbsent(row: MenuRow, { absent }: MenuFacts): boolean {
  return absent.has(row as ActionId);
}

function itemOf(row: MenuRow, facts: MenuFacts): DesktopMenuItem {
  if (row === '-') {
    return { kind: 'separator' };
  }
  if (typeof row !== 'string') {
    return 'role' in row
      ? { kind: 'role', ...row }
      : { kind: 'submenu', label: row.recent, items: facts.recent.map(projectItem) };
  }
  const { title, keys } = actionById(row);
  return {
    kind: 'action',
    action: row,
    label: className(row, facts.classes) ?? title,
    keys: keys[0] ?? null,
    enabled: facts.enabled(row),
  };
}

function projectItem({ name, folder }: { readonly name: string; readonly folder: string }) {
  return { kind: 'project' as const, label: shortened(name), folder };
}

/** A class has its own name instead of its number, as soon as there is one. */
function className(id: ActionId, classes: readonly string[]): string | null {
  const number = /^annotate\.class(\d)$/.exec(id)?.[1];
  const name = number === undefined ? undefined : classes[Number(number) - 1];
  return name === undefined ? null : shortened(name);
}

function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}\u2026` : name;
}
