import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import * as v from 'valibot';
import { StudioError, wireError } from '../app/contract/errors.ts';
import type { Call } from '../app/links/studio-calls.ts';
import { fromPage, toPage, type Answer, type News, type Request } from './channels.ts';
import { desktopPrefix, type DesktopDispatch } from './desktop-dispatch.ts';
import { isPlainData } from './plain-data.ts';
import { origin } from './scheme.ts';

/** The page has a few dozen calls under way at most; what asks for more is out of its mind or not the page. */
const mostCalls = 500;

export interface PageMessagesOptions {
  /** The one page that is listened to; null while there is no window. */
  readonly page: () => WebContents | null;
  readonly desktop: DesktopDispatch;
  readonly studio: (method: string, params: unknown) => Call<unknown>;
  /** Told of everything that the studio answered. */
  readonly answered: (method: string, result: unknown) => void;
}

/** Answers the page, and nobody else: the sender of every message is checked, and the message parsed. */
export function answerPage({ page, desktop, studio, answered }: PageMessagesOptions): void {
  const underWay = new Map<number, Call<unknown>>();
  let calls = 0;

  function isOurs(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
    if (event.sender !== page()) {
      return false;
    }
    // Electron before 12 cannot tell the frame; there the policy of the page alone keeps frames out.
    const frame = event.senderFrame as typeof event.senderFrame | undefined;
    const address = frame === undefined ? event.sender.getURL() : (frame?.url ?? '');
    const isMain = frame === undefined || frame?.parent === null;
    return isMain && (address === origin || address.startsWith(`${origin}/`));
  }

  async function ask(method: string, params: unknown, call: number): Promise<unknown> {
    if (method.startsWith(desktopPrefix)) {
      return desktop(method, params);
    }
    const asked = studio(method, params);
    underWay.set(call, asked);
    try {
      const result = await asked.answer;
      answered(method, result);
      return result;
    } finally {
      // A page that came back counts from one again: the number may stand for a call of its own by now.
      if (underWay.get(call) === asked) {
        underWay.delete(call);
      }
    }
  }

  ipcMain.handle(fromPage.request.channel, async (event, message: unknown): Promise<Answer> => {
    calls += 1;
    try {
      const { call, method, params } = parseRequest(event, message);
      return { result: await ask(method, params, call) };
    } catch (error) {
      return { error: wireError(error) };
    } finally {
      calls -= 1;
    }
  });

  function parseRequest(event: IpcMainInvokeEvent, message: unknown): Request {
    const parsed = v.safeParse(fromPage.request.schema, message);
    if (!isOurs(event) || !parsed.success) {
      throw new StudioError('not-allowed', 'This message is not one that Maskwright knows.');
    }
    if (!isPlainData(parsed.output.params)) {
      throw new StudioError('bad-request', 'This message holds what no message may hold.');
    }
    if (calls > mostCalls) {
      throw new StudioError('busy', 'Too many calls are under way. Wait until some are answered.');
    }
    return parsed.output;
  }

  ipcMain.on(fromPage.abort.channel, (event, message: unknown) => {
    const parsed = v.safeParse(fromPage.abort.schema, message);
    if (isOurs(event) && parsed.success) {
      underWay.get(parsed.output.call)?.abort();
    }
  });
}

export function tellPage(page: WebContents | null, news: News): void {
  if (page !== null && !page.isDestroyed()) {
    page.send(toPage.news, news);
  }
}
