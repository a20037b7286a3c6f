import { BrowserWindow, nativeImage, nativeTheme, screen, type Rectangle } from 'electron';
import type { Places } from './places.ts';
import { pageUrl } from './scheme.ts';
import type { StateFile } from './state-file.ts';

/** The canvas of each theme: what is seen before the page is drawn. */
const canvas = { dark: '#1b1d21', light: '#d9dce0' } as const;
const firstSize = { width: 1400, height: 900 } as const;
const leastSize = { minWidth: 800, minHeight: 560 } as const;
/** So much of a window must be on a screen for a person to find it again. */
const leastSeenPx = 80;

export function createWindow(places: Places, state: StateFile): BrowserWindow {
  const { bounds, maximized, fullScreen } = state.read();
  const window = new BrowserWindow({
    ...firstSize,
    ...(bounds !== undefined && isOnScreen(bounds) ? bounds : {}),
    ...leastSize,
    show: false,
    title: 'Maskwright',
    icon: nativeImage.createFromPath(places.icon),
    backgroundColor: canvas[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: {
      preload: places.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Before 14 the remote module was there unless told otherwise.
      ...{ enableRemoteModule: false },
    },
  });
  rememberPlace(window, state);
  window.once('ready-to-show', () => {
    if (maximized) {
      window.maximize();
    }
    window.setFullScreen(fullScreen);
    window.show();
  });
  void window.loadURL(pageUrl);
  return window;
}

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const right = Math.min(x + width, workArea.x + workArea.width);
    const bottom = Math.min(y + height, workArea.y + workArea.height);
    const seenWidth = right - Math.max(x, workArea.x);
    const seenHeight = bottom - Math.max(y, workArea.y);
    // The title bar must be within reach.
    return seenWidth >= leastSeenPx && seenHeight >= leastSeenPx && y >= workArea.y - 1;
  });
}

function rememberPlace(window: BrowserWindow, state: StateFile): void {
  let timer: NodeJS.Timeout | undefined;
  function keep(): void {
    clearTimeout(timer);
    if (!window.isDestroyed() && !window.isMinimized()) {
      state.change({
        bounds: window.getNormalBounds(),
        maximized: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      });
    }
  }
  function keepSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(keep, 500);
  }
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('close', keep);
}
