import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopMenu, DesktopMenuItem } from '../app/contract/desktop.ts';
import { acceleratorOf } from './accelerator.ts';

export interface MenuChoices {
  action(id: string): void;
  project(folder: string): void;
}

/** The menu bar as the page describes it. Keys are shown here and heard in the page, which knows when somebody is typing. */
export function showMenu(menus: readonly DesktopMenu[], choices: MenuChoices): void {
  const template = menus.map(({ label, items }) => ({
    label,
    submenu: items.map((item) => itemOf(item, choices)),
  }));
  const withApp: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }, ...template] : template;
  Menu.setApplicationMenu(Menu.buildFromTemplate(withApp));
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
