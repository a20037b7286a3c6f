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
    items: eachOnce(rows.filter((row) => !isAbsent(row, facts)).map((row) => itemOf(row, facts))),
  }));
}

/** Several views have an action of the same name, such as Undo: the menu shows the one that can be done now, else the first. */
function eachOnce(items: readonly DesktopMenuItem[]): DesktopMenuItem[] {
  const shown = new Map<string, DesktopMenuItem>();
  for (const item of items) {
    const known = item.kind === 'action' ? shown.get(item.label) : undefined;
    if (item.kind === 'action' && (known === undefined || item.enabled)) {
      shown.set(item.label, item);
    }
  }
  const placed = new Set<string>();
  return items.flatMap((item) => {
    if (item.kind !== 'action') {
      return [item];
    }
    if (placed.has(item.label)) {
      return [];
    }
    placed.add(item.label);
    return [shown.get(item.label) ?? item];
  });
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
