import { app } from 'electron';

/** A start that comes while the window closes or the app quits is kept, and done as soon as it can be. */
export interface Parting {
  /** The window, or the app, is on its way out. */
  begins(): void;
  /** True when the wish is kept for later; null opens no project. */
  keeps(folder: string | null): boolean;
  /** The window is gone and the app stays. */
  over(): void;
}

export function createParting(open: (folder: string | null) => void): Parting {
  let isParting = false;
  let wish: { readonly folder: string | null } | null = null;

  app.on('quit', () => {
    if (wish !== null) {
      startAgain(wish.folder);
    }
  });

  return {
    begins() {
      isParting = true;
    },
    keeps(folder) {
      if (isParting) {
        wish = { folder };
      }
      return isParting;
    },
    over() {
      const kept = wish;
      isParting = false;
      wish = null;
      if (kept !== null) {
        open(kept.folder);
      }
    },
  };
}

/** With the switches of this start, and another project or none. */
function startAgain(folder: string | null): void {
  const switches = process.argv.slice(1).filter((word) => word.startsWith('-'));
  // An AppImage runs from a place that goes with it.
  const { APPIMAGE: image } = process.env;
  app.relaunch({
    args: [
      ...switches,
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...(folder === null ? [] : [folder]),
    ],
    ...(image === undefined ? {} : { execPath: image }),
  });
}
