import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Switches that open a debugger, or take away what the window is guarded by. Chromium knows them in every Electron. */
const refused = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'debug',
  'debug-brk',
  'debug-port',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'disable-web-security',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'disable-site-isolation-trials',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'enable-node-leakage-in-renderers',
  'load-extension',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
] as const;

/** Named so by whoever packs around the tests' Electron: tests steer such a package through the very switches. */
const testName = 'maskwright-test';

/**
 * The first switch that an installed app does not start with; null when there is none. The fuses of the shipped Electron
 * refuse the first few by themselves, but not those of Chromium. --no-sandbox is left to the person: without it the
 * window does not open for root, nor where the system forbids Chromium its sandbox.
 */
export function refusedSwitch(): string | null {
  // What was given, and not `app.commandLine`: Electron adds switches of its own to that, one of these among them.
  const given = switchesIn(process.argv.slice(1));
  const found = refused.find((name) => given.has(name)) ?? null;
  return found !== null && app.isPackaged && !isTestPackage() ? found : null;
}

/** By the rules of Chromium: one dash or two, on Windows a slash, in any case there, and none behind a bare `--`. */
function switchesIn(words: readonly string[]): ReadonlySet<string> {
  const end = words.indexOf('--');
  const before = end === -1 ? words : words.slice(0, end);
  const mark = process.platform === 'win32' ? /^\s*(?:--?|\/)([^=]+)/ : /^\s*--?([^=]+)/;
  return new Set(before.map((word) => mark.exec(word)?.[1]?.trim().toLowerCase() ?? ''));
}

/** The studio and the engines inherit the environment: Node would open a debugger in them for whoever set it. */
export function dropNodeOptions(): void {
  if (app.isPackaged) {
    delete process.env['NODE_OPTIONS'];
  }
}

function isTestPackage(): boolean {
  const { name } = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8')) as {
    readonly name?: unknown;
  };
  return name === testName;
}
