import { app, type WebContents } from 'electron';
import { isOwnAddress } from './own-addresses.ts';
import { pageUrl } from './scheme.ts';

type Prevented = Pick<Electron.Event, 'preventDefault'>;

/** Every page, whatever opens it: no way out, no new window, no webview. To be called before the app is ready. */
export function guardPages(log: (line: string) => void): void {
  // A name that is looked up says something to whoever answers for it, and no request and no policy is in the way.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
  app.on('web-contents-created', (_event, contents) => {
    stayOnPage(contents, log);
    denyWindows(contents);
    denyDevices(contents);
    contents.on('will-attach-webview', prevent);
    // A page that refuses to unload would keep its window open for good; what it has unsaved is asked for before.
    contents.on('will-prevent-unload', prevent);
    // Calls between browsers are none of ours; over TCP they are led nowhere (session-guards).
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
  denyCertificates();
}

function prevent(event: Prevented): void {
  event.preventDefault();
}

/** Loading the same page again is all that a page may do to its address. */
function stayOnPage(contents: WebContents, log: (line: string) => void): void {
  contents.on('will-navigate', (event, address) => {
    if (address !== contents.getURL() || !isOwnAddress(address)) {
      event.preventDefault();
      log(`A page wanted to go to ${address.slice(0, 200)}; it stays.`);
    }
  });
  contents.on('will-redirect', prevent);
  // An empty page asks nobody before it takes a page's place (tried in Electron 9): ours comes back.
  contents.on('did-navigate', (_event, address) => {
    if (address === 'about:blank') {
      log('A page left for an empty one; it is loaded again.');
      void contents.loadURL(pageUrl);
    }
  });
  // Electron 25 and later: frames inside a page, of which there are none.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) {
      event.preventDefault();
    }
  });
}

/** Electron before 12 knows an event instead of a handler. */
function denyWindows(contents: WebContents): void {
  const setHandler = (contents as Partial<WebContents>).setWindowOpenHandler?.bind(contents);
  if (setHandler !== undefined) {
    setHandler(() => ({ action: 'deny' }));
    return;
  }
  (contents as NodeJS.EventEmitter).on('new-window', prevent);
}

/** Left to itself an older Electron takes the first device that it finds. */
function denyDevices(contents: WebContents): void {
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
}

/** Nothing of the window comes over a network, so there is nobody to trust and nobody to show a certificate or a password to. */
function denyCertificates(): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, trust) => {
    event.preventDefault();
    trust(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault();
    choose();
  });
  app.on('login', (event, _contents, _request, _proxy, answer) => {
    event.preventDefault();
    answer();
  });
}
