import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { cacheFolder } from '../../app/runtime/cache-folder.ts';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { openDisplay } from './display.ts';

/** The real desktop window on a screen of its own, with a home of its own. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Electron's main process. */
  readonly main: ChildProcess;
  /** An empty folder for this test alone: projects and exports go here. */
  readonly folder: string;
  /** What page and main said that they should not have: errors, refused styles, failed requests. */
  readonly complaints: readonly string[];
  /** Quits as a person would, and waits until the process is gone. */
  quit(): Promise<void>;
  /** Ends what is left and removes the folder. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A home that an earlier launch left behind, to see what it remembers; kept at the end. */
  readonly home?: string;
  /** Words behind the app folder, such as the folder of a project. */
  readonly words?: readonly string[];
  /** An executable with the app inside, in place of the Electron at hand with the built app folder. */
  readonly packaged?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function launchDesktop({
  home,
  words = [],
  packaged,
  environment = {},
}: LaunchOptions = {}): Promise<Desktop> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'maskwright-desktop-')));
  const display = await openDisplay();
  const complaints: string[] = [];
  let main: ChildProcess | undefined;

  async function close(): Promise<void> {
    await end(main);
    await display.close();
    if (home === undefined) {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  try {
    const { file, appFolder, isTestVehicle } = electronAtHand();
    const app = await _electron.launch({
      executablePath: packaged ?? file,
      args: [
        ...sandboxWords(isTestVehicle),
        ...(packaged === undefined ? [appFolder] : []),
        ...words,
      ],
      cwd: folder,
      env: { ...(await homeIn(folder)), DISPLAY: display.name, ...environment },
      timeout: 60_000,
    });
    const started = app.process();
    main = started;
    started.stderr?.on('data', (text: Buffer) => {
      complaints.push(...complaintsIn(text.toString()));
    });
    const page = await app.firstWindow({ timeout: 60_000 });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        complaints.push(`${message.text()} ${message.location().url}`);
      }
    });
    await page.getByRole('banner').waitFor();
    const quit = () => quitAsPeopleDo(app, started);
    return { app, page, main, folder, complaints, quit, close };
  } catch (cause) {
    await close();
    throw new Error(`The window did not open:\n${complaints.join('\n')}`, { cause });
  }
}

/** As root Chromium refuses to start its sandbox. Everybody else gets it, as far as an old Electron can bring it on a new kernel. */
function sandboxWords(isTestVehicle: boolean): readonly string[] {
  if (process.getuid?.() === 0) {
    return ['--no-sandbox'];
  }
  return isTestVehicle ? ['--disable-seccomp-filter-sandbox'] : [];
}

/** Nothing of this person's; only the TensorFlow library, which is large, is shared with everybody else. */
async function homeIn(folder: string): Promise<Record<string, string>> {
  const config = join(folder, '.config');
  const data = join(folder, '.local', 'share');
  await mkdir(config, { recursive: true });
  await mkdir(data, { recursive: true });
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: folder,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: data,
    MASKWRIGHT_CONFIG: join(config, 'maskwright'),
    MASKWRIGHT_CACHE: cacheFolder(),
    MASKWRIGHT_NODE: process.execPath,
    // Electron looks whether the page may make code of text, and Chromium reports that the page refuses it.
    ELECTRON_DISABLE_SECURITY_WARNINGS: 'true',
  };
}

/** What Chromium says on a computer without a screen, a bus or a graphics card is nobody's fault. */
const harmless = [
  /^\s*$/,
  /^Debugger (listening|attached)|^Waiting for the debugger|^For help, see: https:\/\/nodejs/,
  /^\[\d+:\d{4}\/\d+\.\d+:(ERROR|WARNING):[\w/]+\.cc\(\d+\)\]/,
  /^DevTools listening/,
  // A busy computer, which the benches measure and these tests do not.
  /^slow query, /,
  // TensorFlow's own remarks, which the engine passes on.
  /^(run:\S+|predict): (WARNING: All log messages before absl|I\d{4} )/,
];

function complaintsIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => !harmless.some((pattern) => pattern.test(line)));
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function quitAsPeopleDo(app: ElectronApplication, main: ChildProcess): Promise<void> {
  const ended = once(main, 'exit', { signal: AbortSignal.timeout(30_000) });
  // The answer may be lost with the process that gives it.
  await Promise.all([ended, app.evaluate(({ app: electron }) => electron.quit()).catch(() => 0)]);
}

async function end(main: ChildProcess | undefined): Promise<void> {
  if (main === undefined || hasEnded(main)) {
    return;
  }
  const ended = once(main, 'exit');
  main.kill('SIGTERM');
  const timer = setTimeout(() => main.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
