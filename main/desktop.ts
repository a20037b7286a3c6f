import { app, dialog, nativeTheme, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { programs } from '../app/owner/programs.ts';
import { createAnswerer } from './asset-scheme.ts';
import { createBackground } from './background.ts';
import type { News } from './channels.ts';
import { askBeforeClosing } from './closing.ts';
import { createDesktopDispatch } from './desktop-dispatch.ts';
import { desktopHandlers } from './desktop-handlers.ts';
import { createDialogs } from './dialogs.ts';
import { ownImports } from './import-owner.ts';
import { createLeaving } from './leaving.ts';
import { say } from './log.ts';
import { createMenuBar } from './menu.ts';
import { openUpdates } from './open-updates.ts';
import { createOpenRequests, projectFolderOf, projectFromArguments } from './open-requests.ts';
import { answerPage, tellPage } from './page-messages.ts';
import { createParting } from './parting.ts';
import { findPlaces } from './places.ts';
import { watchProject } from './project-watch.ts';
import { revivePage } from './revive.ts';
import { serveScheme } from './scheme.ts';
import { guardSessions } from './session-guards.ts';
import { openStateFile } from './state-file.ts';
import { hearStudio } from './studio-news.ts';
import { heedSystemEnd } from './system-end.ts';
import { ownTraining } from './training-owner.ts';
import { createWindow } from './window.ts';
import { words } from './words.ts';

const graceMs = 5_000;

/** The one window, the processes behind it, and what connects them. */
export function openDesktop(): void {
  const places = findPlaces();
  const state = openStateFile(places.state, say);
  const asked = projectFromArguments(process.argv.slice(1), process.cwd());
  const last = state.read().project;
  const first = asked ?? (last === null ? null : projectFolderOf(last));
  const project = watchProject(first, state);
  const systemEnd = heedSystemEnd();
  let window: BrowserWindow | null = null;
  /** Whether the scheme is served: a window that came earlier, as macOS asks for one at the start, would stay empty. */
  let hasScheme = false;

  function tell(news: News): void {
    tellPage(window?.webContents ?? null, news);
  }
  const opening = createOpenRequests((folder) => {
    tell({ topic: 'desktop.open', event: { folder } });
  });
  if (first === null && last !== null) {
    // Moved away, or on a disk that is not connected: the page tries it, and tells what is missing.
    opening.ask(last);
  }
  const leaving = createLeaving(() => {
    tell({ topic: 'desktop.leaving', event: {} });
    return opening.isListening();
  });

  // The processes start before Electron is ready: the window then finds the studio awake.
  const { studio, engine } = programs({
    node: places.node,
    folder: places.studio,
    environment: { NODE_COMPILE_CACHE: join(places.state, 'compiled') },
  });
  const training = ownTraining({
    command: engine,
    log: say,
    changed: () => {
      background.changed();
    },
    ended: (run) => {
      background.ended(run);
    },
  });
  const imports = ownImports({
    command: studio,
    engines: training.engines,
    folder: project.folder,
    log: say,
    announce: tell,
    changed: () => {
      background.changed();
    },
    tell(news) {
      hearStudio(news, {
        tell,
        again() {
          project.forget();
          imports.again();
        },
      }).catch(fall);
    },
  });
  const background = createBackground({
    icon: places.icon,
    training: () => training,
    imports: () => imports,
    window: () => window,
    openWindow,
  });
  const dialogs = createDialogs(() => window);
  const parting = createParting(openProject);

  function openWindow(): void {
    if (window !== null) {
      if (window.isMinimized()) {
        window.restore();
      }
      window.show();
      window.focus();
      return;
    }
    background.leave();
    const opened = createWindow(places, state);
    window = opened;
    opened.once('show', background.shown);
    revivePage(opened, {
      log: say,
      giveUp() {
        if (training.trainings().length > 0) {
          background.enter();
        }
      },
    });
    askBeforeClosing(opened, {
      training,
      imports,
      pageSettled: leaving.settled,
      begins: parting.begins,
      toBackground: background.enter,
      systemEnds: systemEnd.isComing,
    });
    opened.webContents.on('render-process-gone', opening.gone);
    opened.webContents.on('did-navigate', opening.gone);
    opened.on('closed', () => {
      window = null;
      opening.gone();
    });
  }

  function openProject(folder: string | null): void {
    if (parting.keeps(folder)) {
      return;
    }
    if (folder !== null) {
      opening.ask(folder);
    }
    if (hasScheme) {
      openWindow();
    }
  }

  app.on('second-instance', (_event, argv, workingFolder) => {
    openProject(projectFromArguments(argv.slice(1), workingFolder));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openProject(projectFolderOf(path));
  });
  app.on('activate', () => {
    openProject(null);
  });
  app.on('window-all-closed', () => {
    if (!background.isEntered() && process.platform !== 'darwin') {
      app.quit();
    } else {
      parting.over();
    }
  });

  let left = false;
  app.on('will-quit', (event) => {
    if (left) {
      return;
    }
    event.preventDefault();
    parting.begins();
    background.leave();
    void Promise.all([imports.leave(graceMs), training.leave(graceMs)]).then(() => {
      left = true;
      app.quit();
    });
  });

  void app
    .whenReady()
    .then(() => guardSessions(() => window?.webContents ?? null))
    .then(() => {
      const menuBar = createMenuBar({
        action(action) {
          tell({ topic: 'desktop.action', event: { action } });
        },
        project: openProject,
      });
      nativeTheme.themeSource = state.read().theme;
      const updates = openUpdates({
        stateFolder: places.state,
        tell: (update) => {
          tell({ topic: 'desktop.updates', event: update });
        },
        busy: () => training.trainings().length > 0,
      });
      app.once('will-quit', updates.close);
      serveScheme(createAnswerer({ page: places.page, asset: imports.asset }), say);
      answerPage({
        page: () => window?.webContents ?? null,
        studio: imports.request,
        answered: project.answered,
        desktop: createDesktopDispatch(
          desktopHandlers({ opening, leaving, dialogs, menuBar, updates, state }),
        ),
      });
      hasScheme = true;
      openWindow();
    })
    .catch(fall);
}

/** Without its window or its scheme nothing works: better said than silent. */
function fall(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(reason);
  dialog.showErrorBox(words.cannotOpen, reason);
  app.exit(1);
}
