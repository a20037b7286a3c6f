import { AppImageUpdater, CancellationToken, NsisUpdater, type AppUpdater } from 'electron-updater';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedFolder } from './address.ts';
import type { Feed, FeedFile } from './feed.ts';
import { GuardedExecutor, type OpenRequest } from './guarded-executor.ts';
import { isNewer } from './judge.ts';
import type { Memory } from './memory.ts';
import type { PackageKind } from './package-kind.ts';
import { releaseKey } from './signature.ts';
import { SignedProvider } from './signed-provider.ts';

export interface UpdaterOptions {
  readonly feed: { readonly url: string; readonly key: string };
  readonly version: string;
  readonly kind: PackageKind;
  readonly memory: Memory;
  /** For what electron-updater keeps, and for the download until it is installed. */
  readonly folder: string;
  /** Electron's resources, where electron-builder may have left `app-update.yml`. */
  readonly resources: string;
  readonly log: (line: string) => void;
  readonly quit: () => void;
  /** Called with what installs, to be run when the app has quit and the person agreed. */
  readonly onQuit: (install: (exitCode: number) => void) => void;
  /** Null in Electron. */
  readonly open: OpenRequest | null;
}

export interface FoundUpdate {
  readonly version: string;
  readonly bytes: number;
  readonly notes: string | null;
  readonly address: string;
}

export interface Updater {
  /** Null when this is the newest version. Throws an UpdateRefusal for what is not to be trusted. */
  check(): Promise<FoundUpdate | null>;
  download(progress: (done: number) => void): Promise<void>;
  cancel(): void;
}

/** electron-updater with our provider, our fence around the network, and none of its habits of acting unasked. */
export function openUpdater(options: UpdaterOptions): Updater {
  const { feed, version, kind, memory, log } = options;
  const folder = feedFolder(feed.url);
  const executor = new GuardedExecutor(options.open);
  let last: Feed | null = null;
  let offered = false;
  const source = {
    folder,
    key: releaseKey(feed.key),
    executor,
    judge(genuine: Feed) {
      last = genuine;
      offered = isNewer(genuine, version, memory);
    },
  };
  class OurProvider extends SignedProvider {
    constructor(_: unknown, __: unknown, runtime: ConstructorParameters<typeof SignedProvider>[1]) {
      super(source, runtime);
    }
  }
  const updater = createUpdater(options);
  // It is made for Electron's own app alone where none is given; with ours it has no way to the network but this.
  Object.assign(updater, { httpExecutor: executor });
  updater.setFeedURL({ provider: 'custom', updateProvider: OurProvider });
  updater.logger = { info: log, warn: log, error: log };
  let cancellation = new CancellationToken();

  return {
    async check() {
      const result = await updater.checkForUpdates();
      const file = last === null ? null : fileFor(last, kind);
      if (last === null || file === null || !offered || result?.isUpdateAvailable !== true) {
        return null;
      }
      const own = kind.ending !== null && file.url.pathname.endsWith(kind.ending);
      return {
        version: last.version,
        bytes: file.size,
        notes: last.notes,
        address: own ? file.url.href : folder.href,
      };
    },
    async download(progress) {
      cancellation = new CancellationToken();
      const report = ({ transferred }: { readonly transferred: number }): void => {
        progress(transferred);
      };
      updater.on('download-progress', report);
      try {
        await updater.downloadUpdate(cancellation);
      } finally {
        updater.off('download-progress', report);
      }
    },
    cancel() {
      cancellation.cancel();
      executor.abortAll();
    },
  };
}

function createUpdater({ version, folder, resources, quit, onQuit }: UpdaterOptions): AppUpdater {
  const packaged = join(resources, 'app-update.yml');
  const app = {
    version,
    name: 'Maskwright',
    isPackaged: true,
    appUpdateConfigPath: existsSync(packaged) ? packaged : writeConfiguration(folder),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: quit,
    quit,
    onQuit,
  };
  const updater =
    process.platform === 'win32' ? new NsisUpdater(null, app) : new AppImageUpdater(null, app);
  updater.forceDevUpdateConfig = true; // a package that cannot replace itself may still look
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = true; // only through onQuit, which waits for the person
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // Pieces of the old and the new file would need descriptions of their own, which nobody signed.
  updater.disableDifferentialDownload = true;
  updater.isUserWithinRollout = () => true;
  return updater;
}

/** electron-updater reads the name of its folder from a file, and fails where there is none. */
function writeConfiguration(folder: string): string {
  const path = join(folder, 'app-update.yml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, 'updaterCacheDirName: download\n');
  return path;
}

/** The file that would replace this package, or else the first: its size is told to the person. */
function fileFor(feed: Feed, { ending }: PackageKind): FeedFile | null {
  const fitting = feed.files.filter(({ url }) => ending !== null && url.pathname.endsWith(ending));
  const mine = fitting.find(({ url }) => url.pathname.includes(process.arch));
  return mine ?? fitting[0] ?? feed.files[0] ?? null;
}
