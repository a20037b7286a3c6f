import { nativeTheme } from 'electron';
import type { DesktopHandlers } from './desktop-dispatch.ts';
import type { Dialogs } from './dialogs.ts';
import type { Leaving } from './leaving.ts';
import type { MenuBar } from './menu.ts';
import type { OpenRequests } from './open-requests.ts';
import type { StateFile } from './state-file.ts';
import type { Updates } from './updates/index.ts';

export interface DesktopParts {
  readonly opening: OpenRequests;
  readonly leaving: Leaving;
  readonly dialogs: Dialogs;
  readonly menuBar: MenuBar;
  readonly updates: Updates;
  readonly state: StateFile;
}

/** What the page may ask of the window around it. */
export function desktopHandlers(parts: DesktopParts): DesktopHandlers {
  const { opening, leaving, dialogs, menuBar, updates, state } = parts;
  return {
    'desktop.begin': () => ({ open: opening.begin() }),
    'desktop.left'() {
      leaving.said();
      return {};
    },
    'desktop.versions': () => ({
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
    }),
    ...updates.handlers,
    'desktop.chooseFolder': dialogs.chooseFolder,
    'desktop.chooseFile': dialogs.chooseFile,
    'desktop.chooseSave': dialogs.chooseSave,
    'desktop.menu'({ menus }) {
      menuBar.show(menus);
      return {};
    },
    'desktop.theme'({ theme }) {
      nativeTheme.themeSource = theme;
      state.change({ theme });
      return {};
    },
  };
}
