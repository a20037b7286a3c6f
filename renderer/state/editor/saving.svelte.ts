import type { Client } from '../../../app/contract/client.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import { words } from '../../words/en.ts';
import { frameShown } from '../frame-shown.ts';
import type { Notices } from '../notices.svelte.ts';
import { nameThisTab, Outbox, type Pending, type Write } from './outbox.ts';
import { Writer, type Answer } from './writer.ts';

/** Whoever leaves a project waits this long for what was painted last. */
const settleMs = 8_000;
/** And whoever opens a picture so long, before it is asked whether it can be written at all. */
const patienceMs = 1_500;

export interface SavingHost {
  written(image: number, write: Write, answer: Answer): void;
  /** The studio refused for good: what the window shows is not what is there. */
  refused(image: number, write: Write | undefined, error: StudioError): void;
}

/** That what is done reaches the studio, and what the person is told until it has. */
export class Saving {
  /** Writes that are not acknowledged yet. */
  unsaved = $state(0);
  /** Why the studio takes no writes at the moment; they are kept and tried again. */
  trouble = $state.raw<StudioError | null>(null);

  readonly #client: Client;
  readonly #notices: Notices;
  readonly #host: SavingHost;
  #writer: Writer | null = null;
  /** Writes left behind by an earlier page that are under way now. */
  #resuming = 0;

  constructor(client: Client, notices: Notices, host: SavingHost) {
    this.#client = client;
    this.#notices = notices;
    this.#host = host;
    addEventListener('pagehide', () => this.#writer?.keepAll());
  }

  /** For a project: sends what an earlier page of it could not. */
  async start(project: string): Promise<void> {
    const { name, others } = await nameThisTab();
    const outbox = new Outbox({ storage: localStorage, project, tab: name });
    this.#writer = new Writer(this.#client, outbox, {
      written: (image, write, answer) => {
        this.#count();
        this.#host.written(image, write, answer);
      },
      refused: (image, writes, error) => this.#refused(image, writes, error),
      waiting: (error) => this.#waiting(error),
      shown: frameShown,
    });
    // Not waited for: whoever opens a picture waits for what is under way in it.
    void this.#resume(
      this.#writer,
      outbox.leftBehind((tab) => others.has(tab)),
    );
  }

  stop(): void {
    this.#writer?.close();
    this.#writer = null;
    this.unsaved = 0;
    this.trouble = null;
  }

  push(image: number, write: Write): void {
    this.#writer?.push(image, write);
    this.#count();
  }

  /** The picture was read at this revision. */
  knows(image: number, revision: number): void {
    this.#writer?.knows(image, revision);
  }

  revisionOf(image: number): number | undefined {
    return this.#writer?.revisionOf(image);
  }

  async drained(image: number): Promise<void> {
    await this.#writer?.drained(image);
  }

  /**
   * Resolves when the picture can be read with all that was done to it here. Rejects with a sentence when that cannot be
   * written at the moment: nobody knows how long that takes.
   */
  async readable(image: number, name: string): Promise<void> {
    const drained = this.drained(image).then(() => true);
    const late = (): Promise<boolean> =>
      new Promise((resolve) => setTimeout(() => resolve(false), patienceMs));
    while (!(await Promise.race([drained, late()]))) {
      if (this.trouble !== null) {
        throw new StudioError('busy', words.annotate.openUnsaved(name, this.trouble.message));
      }
    }
  }

  /** Resolves when everything is acknowledged; rejects with a sentence when that takes too long. */
  async settled(): Promise<void> {
    const writer = this.#writer;
    if (writer === null || writer.pending === 0) {
      return;
    }
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), settleMs));
    if ((await Promise.race([writer.allDrained(), late])) === 'late') {
      throw new StudioError('busy', words.annotate.leaveUnsaved(writer.pending));
    }
  }

  #count(): void {
    this.unsaved = this.#writer?.pending ?? 0;
  }

  async #resume(writer: Writer, left: readonly Pending[]): Promise<void> {
    if (left.length === 0) {
      return;
    }
    this.#resuming = left.length;
    writer.resume(left);
    this.#count();
    const images = new Set(left.map(({ image }) => image));
    await Promise.all([...images].map((image) => writer.drained(image)));
    if (this.#resuming > 0) {
      this.#notices.tell(words.annotate.resumed(this.#resuming), { tone: 'good' });
    }
    this.#resuming = 0;
  }

  #refused(image: number, writes: readonly Write[], error: StudioError): void {
    this.#count();
    if (this.#resuming > 0) {
      this.#resuming = 0;
      this.#notices.tell(words.annotate.resumeRefused(writes.length), { tone: 'bad' });
    } else {
      this.#host.refused(image, writes[0], error);
    }
  }

  #waiting(error: StudioError | null): void {
    if (error?.code === 'disk-full' && this.trouble?.code !== 'disk-full') {
      this.#notices.tell(words.annotate.diskFull(error.message), { tone: 'bad' });
    }
    this.trouble = error;
  }
}
