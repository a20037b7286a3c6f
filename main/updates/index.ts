import { join } from 'node:path';
import type { UpdateAct, UpdateState } from '../../app/contract/desktop.ts';
import type { OpenRequest } from './guarded-executor.ts';
import { openMemory } from './memory.ts';
import type { PackageKind } from './package-kind.ts';
import { availableState, failedCheck, failedDownload, reasonOf, refusedState } from './state.ts';
import type { FoundUpdate, Updater } from './updater.ts';
import { words } from './words.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** The start belongs to the person's work. */
const calmMs = 60_000;
const busyAgainMs = 60 * 60 * 1000;

export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export interface UpdatesOptions {
  /** From the app folder's package.json; null when built without: then nothing here ever runs. */
  readonly feed: { readonly url: string; readonly key: string } | null;
  readonly version: string;
  readonly kind: PackageKind;
  readonly stateFolder: string;
  readonly resources: string;
  /** A dialog; answers with the number of the button. */
  readonly ask: (question: Question) => Promise<number>;
  readonly notify: (note: { readonly title: string; readonly body: string }) => void;
  /** Told of each new state, for the page. */
  readonly tell: (state: UpdateState) => void;
  /** Whether a training run goes on, which nothing here may end. */
  readonly busy: () => boolean;
  readonly quit: () => void;
  /** Runs its listener when the app has quit, with the exit code. */
  readonly onQuit: (listener: (exitCode: number) => void) => void;
  readonly log: (line: string) => void;
  /** How the network is reached where it is not Electron's. */
  readonly open?: OpenRequest;
  readonly calmMs?: number;
}

export interface Updates {
  readonly isConfigured: boolean;
  /** For the two methods of the contract. */
  readonly handlers: {
    readonly 'desktop.updates': () => UpdateState;
    readonly 'desktop.updateAct': (params: { readonly act: UpdateAct }) => UpdateState;
  };
  close(): void;
}

/** Looks for a newer version at most once a day and when asked, and does nothing else unasked. */
export function startUpdates(options: UpdatesOptions): Updates {
  const { feed } = options;
  if (feed === null) {
    const absent = (): UpdateState => ({ kind: 'absent' });
    return {
      isConfigured: false,
      handlers: { 'desktop.updates': absent, 'desktop.updateAct': absent },
      close: () => undefined,
    };
  }
  const { url, key } = feed;
  const { kind, busy, log, tell } = options;
  const folder = join(options.stateFolder, 'updates');
  const memory = openMemory(folder);
  let state: UpdateState = { kind: 'idle', checked: memory.read().checkedMs };
  let opened: Promise<Updater> | null = null;
  let found: FoundUpdate | null = null;
  let transfer: { isCancelled: boolean } | null = null;
  let agreed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function become(next: UpdateState): void {
    state = next;
    tell(next);
  }

  function updater(): Promise<Updater> {
    opened ??= import('../updates-bundle.ts').then(({ openUpdater }) =>
      openUpdater({
        feed: { url, key },
        version: options.version,
        kind,
        memory,
        folder,
        resources: options.resources,
        log,
        quit: options.quit,
        onQuit: installOnQuit,
        open: options.open ?? null,
      }),
    );
    opened.catch(() => (opened = null));
    return opened;
  }

  function installOnQuit(install: (exitCode: number) => void): void {
    options.onQuit((exitCode) => {
      if (agreed) {
        install(exitCode);
      }
    });
  }

  async function check(isAsked: boolean): Promise<void> {
    const before = state;
    become({ kind: 'checking' });
    try {
      memory.change({ askedMs: Date.now() });
      found = await (await updater()).check();
      if (found === null) {
        const checkedMs = Date.now();
        memory.change({ checkedMs });
        become({ kind: 'idle', checked: checkedMs });
        return;
      }
      become(availableState(found, kind.replacesItself));
      if (!isAsked) {
        options.notify(words.found(found.version));
      }
    } catch (error) {
      const { message, isGrave } = failedCheck(error, url);
      log(`Update: ${message}`);
      // Nobody asked: a laptop without a network is told nothing, a forged feed is shown.
      become(isAsked || isGrave ? refusedState(message) : before);
    }
  }

  async function download(): Promise<void> {
    if (found === null) {
      return;
    }
    const { version, bytes } = found;
    const mine: { isCancelled: boolean } = { isCancelled: false };
    transfer = mine;
    become({ kind: 'downloading', version, done: 0, total: bytes });
    try {
      await (
        await updater()
      ).download((done) => {
        if (!mine.isCancelled) {
          become({ kind: 'downloading', version, done, total: bytes });
        }
      });
      become({ kind: 'ready', version, agreed: false });
    } catch (error) {
      if (mine.isCancelled) {
        become(availableState(found, kind.replacesItself));
        return;
      }
      const message = failedDownload(error, version);
      log(`Update: ${message}`);
      become(refusedState(message));
    }
  }

  async function install(version: string): Promise<void> {
    const question = words.install(version, busy());
    const answer = question.buttons[await options.ask(question)];
    agreed = answer === words.installOnQuit || answer === words.quitAndInstall;
    become({ kind: 'ready', version, agreed });
    // A run may have begun while the question stood there.
    if (answer === words.quitAndInstall && !busy()) {
      options.quit();
    }
  }

  function act({ act: wanted }: { readonly act: UpdateAct }): UpdateState {
    switch (wanted) {
      case 'check':
        if (state.kind === 'idle' || state.kind === 'available' || state.kind === 'refused') {
          void check(true);
        }
        break;
      case 'download':
        if (state.kind === 'available' && kind.replacesItself) {
          void download();
        }
        break;
      case 'cancel':
        if (state.kind === 'downloading') {
          if (transfer !== null) {
            transfer.isCancelled = true;
          }
          updater().then(
            (one) => {
              one.cancel();
            },
            // What could not be loaded downloads nothing; the download itself says why.
            () => undefined,
          );
        }
        break;
      case 'install':
        if (state.kind === 'ready') {
          install(state.version).catch((error: unknown) => {
            become(refusedState(words.notInstalled(reasonOf(error))));
          });
        }
        break;
    }
    return state;
  }

  function wait(ms: number): void {
    timer = setTimeout(look, ms);
    timer.unref();
  }
  function look(): void {
    const dueInMs = memory.read().askedMs + dayMs - Date.now();
    if (dueInMs > 0 && dueInMs <= dayMs) {
      wait(dueInMs);
    } else if (busy() || (state.kind !== 'idle' && state.kind !== 'refused')) {
      wait(busyAgainMs);
    } else {
      void check(false).finally(() => {
        wait(dayMs);
      });
    }
  }
  wait(options.calmMs ?? calmMs);

  return {
    isConfigured: true,
    handlers: { 'desktop.updates': () => state, 'desktop.updateAct': act },
    close() {
      if (timer !== null) {
        clearTimeout(timer);
      }
    },
  };
}
