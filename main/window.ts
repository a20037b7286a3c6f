import { BrowserWindow, nativeImage, nativeTheme, screen, type Rectangle } from 'electron';
import { say } from './log.ts';
import type { Places } from './places.ts';
import { pageUrl } from './scheme.ts';
import type { StateFile } from './state-file.ts';
import { leastSize, placeToKeep, placeWindow } from './window-place.ts';

/** The canvas of each theme: what is seen before the page is drawn. */
const canvas = { dark: '#1b1d21', light: '#d9dce0' } as const;
/** A page that draws nothing must not leave a window that nobody sees. */
const latestShowMs = 5_000;
/** Dragging a window moves it many times a second. */
const restMs = 500;

export function createWindow(places: Places, state: StateFile): BrowserWindow {
  const { bounds, maximized, fullScreen } = state.read();
  const place = placeWindow(bounds, screens());
  const window = new BrowserWindow({
    ...place,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Maskwright',
    icon: nativeImage.createFromPath(places.icon),
    backgroundColor: canvasNow(),
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
      disableDialogs: true,
      enableWebSQL: false,
      // Before 14 the remote module was there unless told otherwise.
      ...{ enableRemoteModule: false },
    },
  });
  showWhenDrawn(window, () => {
    if (maximized) {
      window.maximize();
    }
    if (fullScreen) {
      window.setFullScreen(true);
    }
  });
  rememberPlace(window, place, state);
  stayOnScreens(window);
  followTheme(window);
  window.loadURL(pageUrl).catch((error: unknown) => {
    say(`The page could not be loaded: ${String(error)}`);
  });
  return window;
}

/** Nothing white is seen first, and nothing jumps. */
function showWhenDrawn(window: BrowserWindow, arrange: () => void): void {
  let shown = false;
  function show(): void {
    clearTimeout(timer);
    if (!shown && !window.isDestroyed()) {
      shown = true;
      arrange();
      window.show();
    }
  }
  const timer = setTimeout(show, latestShowMs);
  window.once('ready-to-show', show);
}

function rememberPlace(window: BrowserWindow, first: Rectangle, state: StateFile): void {
  let place = first;
  let timer: NodeJS.Timeout | undefined;
  function keep(): void {
    clearTimeout(timer);
    // A window that is hidden or in the taskbar tells less than it knew before.
    if (!window.isDestroyed() && window.isVisible() && !window.isMinimized()) {
      place = placeToKeep(window.getNormalBounds(), place);
      state.change({
        bounds: place,
        maximized: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      });
    }
  }
  function keepSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(keep, restMs);
  }
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('close', keep);
}

/** A screen that is unplugged takes no window with it. */
function stayOnScreens(window: BrowserWindow): void {
  function comeBack(): void {
    const bounds = window.getNormalBounds();
    const place = placeWindow(bounds, screens());
    if (place !== bounds && !window.isFullScreen()) {
      window.setBounds(place);
    }
  }
  screen.on('display-removed', comeBack);
  screen.on('display-metrics-changed', comeBack);
  window.on('closed', () => {
    screen.off('display-removed', comeBack);
    screen.off('display-metrics-changed', comeBack);
  });
}

function followTheme(window: BrowserWindow): void {
  function follow(): void {
    window.setBackgroundColor(canvasNow());
  }
  nativeTheme.on('updated', follow);
  window.on('closed', () => {
    nativeTheme.off('updated', follow);
  });
}

function canvasNow(): string {
  return canvas[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
}

function screens(): readonly Rectangle[] {
  const first = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== first.id);
  return [first, ...others].map(({ workArea }) => workArea);
}
