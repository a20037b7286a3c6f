import { app, session, type Session, type WebContents } from 'electron';
import { origin } from './scheme.ts';

/** What a page of ours may ask the system for: to write text to the clipboard. */
const permitted = new Set(['clipboard-sanitized-write']);
const ownAddresses = [`${origin}/`, 'blob:studio://app/', 'data:', 'devtools:'];

function isOwn(address: string): boolean {
  return ownAddresses.some((start) => address.startsWith(start));
}

/** Every page, whatever opens it: no way out, no new window, no webview. To be called before the app is ready. */
export function guardPages(log: (line: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, address) => {
      if (address !== contents.getURL() || !isOwn(address)) {
        event.preventDefault();
        log(`A page wanted to go to ${address.slice(0, 200)}; it stays.`);
      }
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    denyWindows(contents);
  });
}

/** Electron before 12 knows an event instead of a handler. */
function denyWindows(contents: WebContents): void {
  const setHandler = (contents as Partial<WebContents>).setWindowOpenHandler?.bind(contents);
  if (setHandler !== undefined) {
    setHandler(() => ({ action: 'deny' }));
    return;
  }
  (contents as NodeJS.EventEmitter).on('new-window', (event: Electron.Event) => {
    event.preventDefault();
  });
}

/** The one session: permissions refused, requests to anywhere but our own scheme cancelled. */
export function guardSession(one: Session = session.defaultSession): void {
  one.setPermissionRequestHandler((contents, permission, decide) => {
    decide(
      permitted.has(permission) && (contents as WebContents | null)?.getURL() === `${origin}/`,
    );
  });
  one.setPermissionCheckHandler(
    (_contents, permission, asking) => permitted.has(permission) && asking.startsWith(origin),
  );
  const setDevices = (one as Partial<Session>).setDevicePermissionHandler?.bind(one);
  setDevices?.(() => false);
  one.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !isOwn(url) });
  });
  one.on('will-download', (event) => {
    event.preventDefault();
  });
}
