import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopMenu, DesktopMenuItem } from '../app/contract/desktop.ts';
import { acceleratorOf } from './accelerator.ts';

export interface MenuChoices {
  action(id: string): void;
  project(folder: string): void;
}

/** The menu bar as the page describes it. Keys are shown here and heard in the page, which knows when somebody is typing. */
export interface MenuBar {
  show(menus: readonly DesktopMenu[]): void;
}

/** Until the page has said what is in it there is none: Electron's own would offer to reload the page. */
export function createMenuBar(choices: MenuChoices): MenuBar {
  let shown = '';
  set([]);
  return {
    show(menus) {
      const bare = JSON.stringify(menus, withoutEnabled);
      if (bare === shown) {
        // A bar that is built anew closes the menu somebody looks at.
        menus.flatMap(({ items }) => items).forEach(enable);
        return;
      }
      shown = bare;
      set(
        menus.map(({ label, items }) => ({
          label,
          submenu: items.map((item) => itemOf(item, choices)),
        })),
      );
    },
  };
}

function set(template: readonly MenuItemConstructorOptions[]): void {
  if (process.platform === 'darwin') {
    Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'appMenu' }, ...template]));
  } else {
    Menu.setApplicationMenu(template.length === 0 ? null : Menu.buildFromTemplate([...template]));
  }
}

function withoutEnabled(key: string, value: unknown): unknown {
  return key === 'enabled' ? undefined : value;
}

function enable(item: DesktopMenuItem): void {
  const found =
    item.kind === 'action' ? Menu.getApplicationMenu()?.getMenuItemById(item.action) : null;
  if (item.kind === 'action' && found != null) {
    found.enabled = item.enabled;
  }
}

function itemOf(item: DesktopMenuItem, choices: MenuChoices): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return { role: item.role, label: item.label };
    case 'project':
      return {
        label: escaped(item.label),
        click: () => {
          choices.project(item.folder);
        },
      };
    case 'submenu':
      return {
        label: item.label,
        enabled: item.items.length > 0,
        submenu: item.items.map((each) => itemOf(each, choices)),
      };
    case 'action': {
      const accelerator = item.keys === null ? null : acceleratorOf(item.keys, process.platform);
      return {
        id: item.action,
        label: item.label,
        enabled: item.enabled,
        ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
        click: () => {
          choices.action(item.action);
        },
      };
    }
  }
}

/** An ampersand in a project's name is no mnemonic. */
function escaped(label: string): string {
  return label.replace(/&/g, '&&');
}
