import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import type { Handlers } from '../contract/dispatch.ts';
import { StudioError } from '../contract/errors.ts';
import type { ProjectSummary, Result } from '../contract/methods.ts';
import { makeFolder } from '../store/make-folder.ts';
import {
  backupToOffer,
  createStore,
  isProject,
  openStore,
  recoverStore,
  type Store,
} from '../store/open.ts';
import { listRecent, nameOfProject, noteRecent, suggestedFolder } from './configuration.ts';
import { badInput, noProject } from './context.ts';
import type { EventHub } from './event-hub.ts';
import { settleTrash } from './training/runs.ts';
import { programVersion } from './version.ts';
import { watchElsewhere } from './watch-elsewhere.ts';
import { watchRuns } from './run-folder/watch-runs.ts';

type Trouble = NonNullable<Result<'studio.status'>['trouble']>;
type ProjectMethods = 'studio.status' | 'project.open' | 'project.close' | 'project.recover';

/** The one project that is open, or what stands in the way of the one that was to be. */
export interface Session {
  /** Throws `no-project`, or `damaged` when that was found out since. */
  store(): Store;
  open(options: { folder: string; create: boolean }): Promise<ProjectSummary>;
  recover(folder: string): Promise<ProjectSummary>;
  close(): Promise<void>;
  /** Notes an error that a call ended with: damage found in passing is told like damage found at opening. */
  notice(error: unknown): void;
  status(): Promise<Pick<Result<'studio.status'>, 'project' | 'trouble'>>;
}

export interface SessionOptions {
  readonly events: EventHub;
  readonly log: (line: string) => void;
  /** Ends what still works on the project, before it is closed. */
  readonly onClosing: () => Promise<void>;
}

export function createSession({ events, log, onClosing }: SessionOptions): Session {
  let current: Store | null = null;
  let trouble: Trouble | null = null;
  let watches: readonly { stop(): void }[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** Opening and closing one at a time: two clicks must not open two projects. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined); // whoever asked is told; the next one goes on
    return turn;
  }

  async function close(): Promise<void> {
    trouble = null;
    if (current === null) return;
    const closing = current;
    for (const watch of watches) watch.stop();
    await onClosing();
    current = null;
    await closing.close();
  }

  /** The list is a convenience: where it cannot be written, projects open all the same. */
  function noteAsRecent(folder: string): void {
    try {
      noteRecent(folder);
    } catch (error) {
      log(`The list of recent projects could not be written: ${String(error)}`);
    }
  }

  async function begin(folder: string, get: () => Store): Promise<ProjectSummary> {
    try {
      current = get();
    } catch (error) {
      trouble = troubleOf(error, folder);
      throw error;
    } finally {
      events.announce('project', {});
    }
    noteAsRecent(folder);
    if (!current.readOnly) settleTrash(current);
    watches = [watchElsewhere(current, events), watchRuns(current, events)];
    events.announce('images', { images: [] });
    events.announce('categories', {});
    events.announce('runs', {});
    return summaryOf(current);
  }

  return {
    store() {
      if (current === null) throw noProject();
      return current;
    },
    open: ({ folder: wanted, create }) =>
      inTurn(async () => {
        const folder = wholePath(wanted);
        if (current?.folder === folder && trouble === null) return summaryOf(current);
        const isNew = !isProject(folder);
        if (isNew && create) {
          requireEmpty(folder);
          // Before the open project is let go of: a place that takes none must not cost it.
          makeFolder(folder);
        }
        if (isNew && !create) requireProject(folder);
        const before = current?.folder;
        await close();
        try {
          return await begin(folder, () =>
            isNew ? createStore(folder, { log }) : openStore(folder, { log }),
          );
        } catch (error) {
          // A damaged one is shown with its way out; for anything else the person stays where they were.
          if (trouble === null && before !== undefined) {
            await begin(before, () => openStore(before, { log }));
          }
          throw error;
        }
      }),
    recover: (wanted) =>
      inTurn(async () => {
        const folder = wholePath(wanted);
        requireProject(folder);
        await close();
        return begin(folder, () => recoverStore(folder, { log }));
      }),
    close: () =>
      inTurn(async () => {
        await close();
        events.announce('project', {});
      }),
    notice(error) {
      if (current === null || trouble !== null) return;
      // Records that cannot be read concern their pictures alone.
      if (error instanceof StudioError && 'source' in error.details) return;
      const found = troubleOf(error, current.folder);
      if (found === null) return;
      trouble = found;
      events.announce('project', {});
    },
    async status() {
      const project = trouble === null && current !== null ? await summaryOf(current) : null;
      return { project, trouble };
    },
  };
}

export function projectHandlers(session: Session): Pick<Handlers, ProjectMethods> {
  return {
    'studio.status': async () => ({
      version: programVersion(),
      ...(await session.status()),
      home: homedir(),
      suggestedFolder: suggestedFolder(),
      recent: listRecent(),
    }),
    'project.open': (params) => session.open(params),
    'project.close': async () => {
      await session.close();
      return {};
    },
    'project.recover': ({ folder }) => session.recover(folder),
  };
}

async function summaryOf(store: Store): Promise<ProjectSummary> {
  return {
    folder: store.folder,
    name: nameOfProject(store.folder),
    readOnly: store.readOnly,
    ...(await store.tallies.totals()),
  };
}

function troubleOf(error: unknown, folder: string): Trouble | null {
  if (!(error instanceof StudioError)) return null;
  const { code, message } = error;
  if (code !== 'damaged' && code !== 'newer-version') return null;
  return { code, message, folder, backup: backupToOffer(folder) };
}

function wholePath(folder: string): string {
  if (!isAbsolute(folder)) {
    throw badInput(`“${folder}” is not a whole path. Begin it at the root.`);
  }
  return resolve(folder);
}

function requireProject(folder: string): void {
  if (isProject(folder)) return;
  if (!existsSync(folder)) {
    throw new StudioError(
      'not-found',
      `“${folder}” is not there. If it lies on another disk or a share, connect that and open the project again.`,
    );
  }
  throw new StudioError(
    'not-found',
    `There is no project in “${folder}”. Choose the folder that holds project.maskwright, or create a new project.`,
  );
}

/** A project gets a folder of its own, so that it can be moved, copied and deleted as one thing. */
function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw badInput(`“${folder}” is not a folder that can be read. Choose another one.`, error);
  }
  // Hidden files are the system's, and what a creation that was cut off left behind is ours.
  const others = names.filter(
    (name) => !name.startsWith('.') && !/^project\.(lock|sqlite)/.test(name),
  );
  if (others.length > 0) {
    throw badInput(
      `“${folder}” has other files in it. A project needs a folder of its own: choose an empty one, or a new name.`,
    );
  }
}
