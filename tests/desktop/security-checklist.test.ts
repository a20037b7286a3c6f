import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pagePolicy } from '../../app/links/headers.ts';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { runHostile } from './hostile.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { sourcesOfMain } from './main-sources.ts';
import { layTrap, type Trap } from './trap.ts';

/** The 20 items of Electron's own security checklist, in its order and words, each on the running window. */
/** A computer without a microphone says that first. */
const deniedOrAbsent = /^(NotAllowedError|NotFoundError|SecurityError)$/;

let desktop: Desktop;
let trap: Trap;
let preferences: Electron.WebPreferences;

beforeAll(async () => {
  trap = await layTrap();
  desktop = await launchDesktop();
  preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    // Electron's own word for it, which its types leave out.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Electron.WebPreferences;
    };
    return contents.getLastWebPreferences();
  });
});

afterAll(async () => {
  await desktop.close();
  trap.close();
});

function hostile(script: string): Promise<unknown> {
  return runHostile(desktop.app, trap, script);
}

/** What a page elsewhere gets, with our own preload script beside it as if somebody had managed that. */
async function fromElsewhere(script: string): Promise<unknown> {
  return desktop.app.evaluate(
    async ({ BrowserWindow }, [code, preload]) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      try {
        await other.loadURL('data:text/html,<title>elsewhere</title>');
        return (await other.webContents.executeJavaScript(code)) as unknown;
      } finally {
        other.destroy();
      }
    },
    [script, join(electronAtHand().appFolder, 'preload.cjs')] as const,
  );
}

test('1. only load secure content', async () => {
  expect(
    await hostile(
      `return [isSecureContext, performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin).filter((each) => each !== 'studio://app' && each !== 'null')]`,
    ),
  ).toEqual([true, []]);
});

test('2. no Node integration', async () => {
  expect(preferences).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false });
  expect(preferences.nodeIntegrationInSubFrames).toBe(false);
  expect(await hostile('return [typeof require, typeof process, typeof module]')).toEqual(
    Array.from({ length: 3 }, () => 'undefined'),
  );
});

test('3. context isolation', async () => {
  expect(preferences.contextIsolation).toBe(true);
  // What the preload script can use and the page cannot even see.
  expect(await hostile(`return ['maskwright' in window, 'ipcRenderer' in window]`)).toEqual([
    true,
    false,
  ]);
});

test('4. process sandboxing', async () => {
  expect(preferences.sandbox).toBe(true);
  const pid = await desktop.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  const words = (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')).split(/[\0 ]/);
  expect(words).toContain('--type=renderer');
  // Root cannot have Chromium's sandbox, and says so on the command line; everybody else has it.
  expect(words.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
});

test('5. permission requests are answered with no', async () => {
  // Asked for real: what the old test Electron says to a question about a permission is always yes.
  expect(
    await hostile(
      `return [await Notification.requestPermission(), await new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('found'), ({ code }) => resolve(code))),
      await fault(() => navigator.mediaDevices.getUserMedia({ audio: true })), await fault(() => navigator.clipboard.readText()), await fault(() => navigator.requestMIDIAccess({ sysex: true }))]`,
    ),
  ).toEqual([
    'denied',
    1,
    expect.stringMatching(deniedOrAbsent),
    'NotAllowedError',
    expect.stringMatching(deniedOrAbsent),
  ]);
});

test('6. web security is on: another origin reads nothing of ours', async () => {
  expect(preferences.webSecurity).toBe(true);
  const read = `Promise.all(['studio://app/', 'studio://app/index.html', 'studio://app/image/1'].map((url) =>
    fetch(url).then((answer) => answer.text(), (error) => error.name)))`;
  expect(await fromElsewhere(read)).toEqual(['TypeError', 'TypeError', 'TypeError']);
  expect(await hostile(`return (await fetch('studio://app/index.html')).status`)).toBe(200);
});

test('7. a content security policy on every answer', async () => {
  const policies = await hostile(
    `return Promise.all(['/', '/index.html', '/nothing.html', '/image/1', '/image/x'].map((path) => fetch(path).then(({ headers }) => headers.get('content-security-policy'))))`,
  );
  const [page, index, ...others] = policies as string[];
  expect([page, index]).toEqual([pagePolicy, pagePolicy]);
  expect(others.every((each) => each.startsWith("default-src 'none'; sandbox;"))).toBe(true);
  expect(pagePolicy).toMatch(/^default-src 'none';/);
  expect(pagePolicy).not.toMatch(/unsafe-|\*|https?:/);
});

test('8. no insecure content beside secure', () => {
  expect(preferences.allowRunningInsecureContent).toBe(false);
});

test('9. no experimental features', () => {
  expect(preferences.experimentalFeatures).toBe(false);
});

test('10. no features of Blink switched on', async () => {
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
  expect(
    await desktop.app.evaluate(({ app }) => app.commandLine.hasSwitch('enable-blink-features')),
  ).toBe(false);
});

test('11. no popups from a webview, of which there are none', async () => {
  expect(preferences.webviewTag).toBe(false);
  expect(await hostile(`return document.querySelectorAll('webview, [allowpopups]').length`)).toBe(
    0,
  );
});

test('12. a webview that somebody creates is not attached', async () => {
  expect(await emitted('will-attach-webview', [{}, { src: 'https://example.com' }])).toBe(true);
});

test('13. navigation is refused', async () => {
  expect(await emitted('will-navigate', ['https://example.com/'])).toBe(true);
  expect(await emitted('will-redirect', ['https://example.com/'])).toBe(true);
  expect(
    await hostile(`location.href = 'https://example.com/'; await rest(300); return location.href`),
  ).toBe('studio://app/');
});

test('14. new windows are refused', async () => {
  expect(await hostile(`return window.open('studio://app/')`)).toBe(null);
  expect(
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(1);
});

test('15. nothing of the page reaches shell.openExternal', async () => {
  const opened = await desktop.app.evaluate(({ shell }) => {
    const kept: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = kept;
    shell.openExternal = (url) => Promise.resolve(void kept.push(url));
    return kept.length;
  });
  await hostile(
    `for (const url of ['mailto:a@example.com', 'https://example.com', 'file:///bin/sh', 'ssh://a']) { window.open(url); const link = put('a', { href: url, target: '_blank' }); link.click(); link.remove(); location.href = url; } await rest(500);`,
  );
  expect(opened).toBe(0);
  expect(
    await desktop.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened),
  ).toEqual([]);
});

test('16. a current Electron: the pinned one, or the tests’ own old one by name', async () => {
  const running = await desktop.app.evaluate(() => process.versions.electron);
  const { devDependencies } = JSON.parse(
    await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
  ) as { devDependencies: Record<string, string> };
  const pinned = devDependencies['electron'] ?? '';
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Number.parseInt(pinned, 10)).toBeGreaterThanOrEqual(45);
  expect([pinned, '9.4.1']).toContain(running);
});

test('17. the sender of every message is checked', async () => {
  const asked = `Promise.all(['desktop.versions', 'studio.status'].map((method) => window.maskwright.request(1, method, {})))
    .then((answers) => answers.map((answer) => (answer.error || { code: 'answered' }).code))`;
  expect(await fromElsewhere(asked)).toEqual(['not-allowed', 'not-allowed']);
  expect(await hostile(`return ${asked}`)).toEqual(['answered', 'answered']);
});

test('18. no file:// anywhere', async () => {
  expect(await hostile('return [location.protocol, document.baseURI]')).toEqual([
    'studio:',
    'studio://app/',
  ]);
  const loading = (await sourcesOfMain()).filter(({ text }) => /loadFile|file:\/\//.test(text));
  // Comments may speak of it; calls may not.
  expect(
    loading.flatMap(({ text }) => text.match(/loadFile\(|['"]file:\/\/|`file:\/\/[^`]/g) ?? []),
  ).toEqual([]);
});

test('20. no Electron API in the hands of the page', async () => {
  expect(
    await hostile(
      `return Object.entries(window.maskwright).map(([name, each]) => name + ' ' + typeof each + ' ' + Object.keys(each).length).sort()`,
    ),
  ).toEqual(['abort function 0', 'listen function 0', 'pathOf function 0', 'request function 0']);
});

/** Whether what main listens with prevents an event of the page. */
async function emitted(name: string, rest: readonly unknown[]): Promise<boolean> {
  return desktop.app.evaluate(
    ({ BrowserWindow }, [event, words]) => {
      let prevented = false;
      const given = { preventDefault: () => (prevented = true), isMainFrame: false };
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as
        NodeJS.EventEmitter | undefined;
      contents?.emit(event, given, ...words);
      return prevented;
    },
    [name, rest] as const,
  );
}
