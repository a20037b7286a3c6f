import { Provider, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import type { ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import type { KeyObject } from 'node:crypto';
import { readFeed, updateInfo, type Feed } from './feed.ts';
import type { GuardedExecutor } from './guarded-executor.ts';
import { UpdateRefusal } from './refusal.ts';
import { checkSignature } from './signature.ts';
import { words } from './words.ts';

export interface SignedSource {
  readonly folder: URL;
  readonly key: KeyObject;
  readonly executor: GuardedExecutor;
  /** Refuses a step back by throwing; told of every genuine feed. */
  readonly judge: (feed: Feed) => void;
}

/** What electron-updater asks for the newest version: nothing reaches it that the release key did not sign. */
export class SignedProvider extends Provider<UpdateInfo> {
  readonly #source: SignedSource;

  constructor(source: SignedSource, runtime: ProviderRuntimeOptions) {
    super(runtime);
    this.#source = source;
  }

  /** electron-updater would send a number that is the same at every check: who asks is nobody's business. */
  override setRequestHeaders(): void {
    super.setRequestHeaders(null);
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const { folder, key, judge, executor } = this.#source;
    const name = `${this.getDefaultChannelName()}.yml`;
    const feed = await this.#text(new URL(name, folder));
    if (feed === null) {
      throw new UpdateRefusal(words.missing(name));
    }
    const signature = await this.#text(new URL(`${name}.sig`, folder));
    checkSignature({ name, feed, signature }, key);
    const parsed = readFeed(feed, name, folder);
    judge(parsed);
    for (const { url, size } of parsed.files) {
      executor.allow(url, size);
    }
    return updateInfo(parsed);
  }

  override resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return info.files.map((file) => ({ url: new URL(file.url), info: file }));
  }

  /** Null where there is no such file. */
  async #text(url: URL): Promise<string | null> {
    this.#source.executor.allow(url);
    try {
      return await this.httpRequest(url);
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) {
        return null;
      }
      throw error;
    }
  }
}
