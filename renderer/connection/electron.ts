import type {
  bridgeName,
  DesktopBridge,
  DesktopMethodName,
  DesktopNews,
  DesktopNewsOf,
  DesktopParams,
  DesktopResult,
} from '../../app/contract/desktop.ts';
import { errorFromWire, StudioError } from '../../app/contract/errors.ts';
import type { Topic } from '../../app/contract/events.ts';
import type { Given } from '../../app/contract/given.ts';
import type { Transport, Unsubscribe } from '../../app/contract/transport.ts';
import { words } from '../words/en.ts';
import { Listeners } from './listeners.ts';

/** What the window around the page can do, where there is one. */
export interface Desktop {
  call<M extends DesktopMethodName>(
    method: M,
    params: Given<DesktopParams<M>>,
  ): Promise<DesktopResult<M>>;
  onNews<N extends DesktopNews>(topic: N, listener: (event: DesktopNewsOf<N>) => void): Unsubscribe;
  /** Where a dropped file or folder lies; empty when it lies nowhere. */
  pathOf(file: File): string;
}

export interface ElectronConnection extends Transport {
  readonly desktop: Desktop;
}

/** The name is spelled out: importing it would bring every schema of the desktop into the page. */
const name: typeof bridgeName = 'maskwright';

/** What the preload script left for the page; undefined in a browser. */
export function findBridge(window: object): DesktopBridge | undefined {
  return (window as { readonly [name]?: DesktopBridge })[name];
}

/** The same two verbs as over the web, through the window's preload script. */
export function connectElectron(bridge: DesktopBridge): ElectronConnection {
  const listeners = new Listeners<Topic | DesktopNews>();
  let lastCall = 0;

  bridge.listen(({ topic, event }) => listeners.tell(topic, event));

  async function request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    if (signal?.aborted === true) {
      throw cancelled();
    }
    lastCall += 1;
    const call = lastCall;
    const answer = answerOf(bridge, { call, method, params });
    if (signal === undefined) {
      return answer;
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        bridge.abort(call);
        reject(cancelled());
      };
      signal.addEventListener('abort', abort, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }

  return {
    request,
    subscribe: (topic, listener) => listeners.add(topic, listener),
    desktop: {
      call: (method, params) => request(method, params) as Promise<DesktopResult<typeof method>>,
      onNews: (topic, listener) => listeners.add(topic, listener),
      pathOf: (file) => bridge.pathOf(file),
    },
  };
}

async function answerOf(
  bridge: DesktopBridge,
  {
    call,
    method,
    params,
  }: { readonly call: number; readonly method: string; readonly params: unknown },
): Promise<unknown> {
  // The bridge clones what it is given and refuses the proxies of reactive state; JSON is what the web sends as well.
  const plain: unknown = JSON.parse(JSON.stringify(params));
  const answer = await bridge.request(call, method, plain).catch((cause: unknown) => {
    throw new StudioError('unavailable', words.connection.unreachable, { cause });
  });
  if ('error' in answer) {
    throw errorFromWire(answer.error);
  }
  return answer.result;
}

function cancelled(): StudioError {
  return new StudioError('cancelled', words.connection.cancelled);
}
