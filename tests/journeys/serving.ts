import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../app/runtime/cache-folder.ts';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'app/entry/cli.ts');

/** A real `serve` with a home of its own, and a real browser on its link. */
export interface Journey {
  readonly page: Page;
  readonly browser: Browser;
  /** An empty folder for this journey alone: projects and exports go here. */
  readonly folder: string;
  /** The process that owns the studio. */
  readonly server: ChildProcess;
  /** What the page said that it should not have: errors, refused styles, failed requests. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface JourneyOptions {
  /** Left out: the first start, without a project. */
  readonly project?: string;
  /** Where the program remembers things; left out: nothing is remembered. Whoever made it removes it. */
  readonly home?: string;
  readonly theme?: 'dark' | 'light';
  /** Width and height of the window. */
  readonly window?: readonly [number, number];
}

/** Runs a command of the project's own command line to its end and answers what it wrote; throws with what it said when it fails. */
export async function maskwright(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  let said = '';
  child.stdout.on('data', (text: Buffer) => (written += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`maskwright ${args.join(' ')} ended with ${String(code)}:\n${written}${said}`);
  }
  return written;
}

export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'maskwright-journey-'));
}

export async function startJourney({
  project,
  home,
  theme = 'dark',
  window: [width, height] = [1400, 900],
}: JourneyOptions = {}): Promise<Journey> {
  const folder = await makeFolder();
  const { server, url } = await serve(home ?? folder, project);
  const browser = await chromium.launch({
    executablePath: process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  async function close(): Promise<void> {
    await browser.close();
    await end(server);
    await rm(folder, { recursive: true, force: true });
  }

  const complaints: string[] = [];
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(`${message.text()} ${message.location().url}`);
    }
  });
  try {
    await page.goto(url);
    // The door trades the token and reloads: only then is it the studio's own page.
    await page.getByRole('banner').waitFor();
  } catch (cause) {
    await close();
    throw new Error(`The page did not open:\n${complaints.join('\n')}`, { cause });
  }
  return { page, browser, folder, server, complaints, close };
}

async function serve(
  home: string,
  project: string | undefined,
): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const chosen = project === undefined ? [] : ['--project', project];
  const server = spawn(process.execPath, [cli, 'serve', '--no-open', ...chosen], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A home of its own; only the TensorFlow library, which is large, is shared with everybody else.
    env: {
      ...process.env,
      HOME: home,
      MASKWRIGHT_CONFIG: join(home, '.config'),
      MASKWRIGHT_CACHE: cacheFolder(),
    },
  });
  // A journey that fails half way must not leave its server behind.
  process.once('exit', () => server.kill('SIGKILL'));
  let said = '';
  server.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) {
    throw new Error(`serve ended before it gave a link:\n${said}`);
  }
  const { url } = JSON.parse(first.value) as { url: string };
  return { server, url };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}
