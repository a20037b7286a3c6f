import { app, session, type Session, type WebContents } from 'electron';
import { isOwnAddress, isOwnOrigin } from './own-addresses.ts';
import { origin } from './scheme.ts';

/** What a page of ours may ask the system for: to write text to the clipboard. */
const permitted = new Set(['clipboard-sanitized-write']);
/** What Chromium is to take as its answer about a certificate: refused. */
const refusedCertificate = -2;
/**
 * A way to the network that leads nowhere, for what no request of Electron's sees: a call between browsers opens
 * connections of its own (tried: a script reached any address over TURN). Port 1 is nobody's; loopback has no exception.
 */
const nowhere = { proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const;

/**
 * The window's session: permissions refused, requests to anywhere but our own scheme cancelled. Any other session,
 * such as the one that fetches updates, shows no page and gets no permissions either. To be called when the app is ready.
 */
export async function guardSessions(page: () => WebContents | null): Promise<void> {
  const own = session.defaultSession;
  guardSession(own);
  app.on('session-created', guardSession);
  own.webRequest.onBeforeRequest(({ url, webContentsId: asking }, decide) => {
    // Our scheme is for our window alone. Before 42 an Electron could let a page of another origin read its answers
    // (CVE-2026-70604), and the tests' old one does, whatever privileges the scheme has.
    const isElsewhere = url.startsWith(origin) && asking !== undefined && asking !== page()?.id;
    decide({ cancel: isElsewhere || !isOwnAddress(url) });
  });
  own.setCertificateVerifyProc((_request, answer) => {
    answer(refusedCertificate);
  });
  noDictionaries(own);
  await own.setProxy(nowhere);
}

function guardSession(one: Session): void {
  one.setPermissionRequestHandler((contents, permission, decide) => {
    decide(permitted.has(permission) && isOwnPage(contents));
  });
  one.setPermissionCheckHandler(
    (_contents, permission, asking) => permitted.has(permission) && isOwnOrigin(asking),
  );
  // Electron 14 and later.
  const setDevices = (one as Partial<Session>).setDevicePermissionHandler?.bind(one);
  setDevices?.(() => false);
  one.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** A page that is gone already has no contents. */
function isOwnPage(contents: WebContents | null): boolean {
  return contents?.getURL().startsWith(`${origin}/`) === true;
}

/** The spell checker would fetch its dictionaries from the network. */
function noDictionaries(own: Session): void {
  // Electron 14 and later.
  const enable = (own as Partial<Session>).setSpellCheckerEnabled?.bind(own);
  enable?.(false);
  if (process.platform !== 'darwin') {
    own.setSpellCheckerLanguages([]);
  }
}
