import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import type { RequestOptions } from 'node:http';
import { UpdateRefusal } from './refusal.ts';
import { words } from './words.ts';

/** The feed and its signature; real ones are far below. */
const descriptionBytes = 1024 * 1024;

/** What is common to a request of Electron's network and of Node's, as electron-updater uses both. */
export interface UpdateRequest {
  abort(): void;
  emit(event: 'error', error: Error): boolean;
  on(event: 'close', listener: () => void): unknown;
}
export interface UpdateResponse {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
}
export type OpenRequest = (
  options: RequestOptions,
  answered: (response: UpdateResponse) => void,
) => UpdateRequest;

/**
 * electron-updater's way to the network, fenced in: it asks for addresses that were allowed to it and no other,
 * follows no redirect, and stops reading where more comes than was announced.
 */
export class GuardedExecutor extends ElectronHttpExecutor {
  readonly #bytesAt = new Map<string, number>();
  readonly #running = new Set<UpdateRequest>();
  readonly #open: OpenRequest;

  /** `open` is null in Electron: its own network knows proxies and certificates of the system. */
  constructor(open: OpenRequest | null) {
    super();
    this.#open = open ?? ((options, answered) => super.createRequest(options, answered));
  }

  allow(url: URL, bytes = descriptionBytes): void {
    this.#bytesAt.set(url.href, bytes);
  }

  /** electron-updater only stops listening when it is cancelled: this ends the transfer as well. */
  abortAll(): void {
    for (const request of this.#running) {
      request.abort();
    }
    this.#running.clear();
  }

  override createRequest(
    options: RequestOptions,
    answered: (response: unknown) => void,
  ): Electron.ClientRequest {
    const address = addressOf(options);
    const most = this.#bytesAt.get(address);
    if (most === undefined) {
      throw new UpdateRefusal(words.unasked(address));
    }
    const request = this.#open(options, (response) => {
      const leadsTo = response.headers['location'];
      if (leadsTo !== undefined) {
        fail(words.redirected(address, String(leadsTo)));
        return;
      }
      answered(response);
      let bytes = 0;
      response.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes > most) {
          fail(words.tooLong(address, most));
        }
      });
    });
    const fail = (message: string): void => {
      request.emit('error', new UpdateRefusal(message));
      request.abort();
    };
    this.#running.add(request);
    request.on('close', () => void this.#running.delete(request));
    return request as unknown as Electron.ClientRequest;
  }

  /** Electron's network tells of a redirect before it is followed. */
  override addRedirectHandlers(
    request: Electron.ClientRequest,
    options: RequestOptions,
    reject: (error: Error) => void,
  ): void {
    request.on('redirect', (_status, _method, to) => {
      reject(new UpdateRefusal(words.redirected(addressOf(options), to)));
      request.abort();
    });
  }
}

function addressOf({ protocol, hostname, port, path }: RequestOptions): string {
  const place = `${hostname ?? ''}${port == null ? '' : `:${String(port)}`}`;
  return new URL(`${protocol ?? 'https:'}//${place}${path ?? '/'}`).href;
}
