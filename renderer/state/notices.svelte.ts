import { StudioError } from '../../app/contract/errors.ts';
import { words } from '../words/en.ts';

export interface NoticeAction {
  readonly label: string;
  run(): void | Promise<void>;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly text: string;
  readonly action?: NoticeAction;
  /** Nobody foresaw it: whoever makes Maskwright should hear of it. */
  readonly unforeseen?: boolean;
}

const plainMs = 6_000;
const withActionMs = 12_000;

/** Short messages at the window's lower edge. Errors stay until they are closed. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  tell(
    text: string,
    { tone = 'plain', action, unforeseen = false }: Partial<Omit<Notice, 'id' | 'text'>> = {},
  ): number {
    const id = this.#nextId++;
    const notice = { id, tone, text, unforeseen, ...(action === undefined ? {} : { action }) };
    this.list = [...this.list.filter((other) => other.text !== text), notice].slice(-4);
    if (tone !== 'bad') {
      setTimeout(() => this.close(notice.id), action === undefined ? plainMs : withActionMs);
    }
    return notice.id;
  }

  /** Tells what was done and offers to take it back. */
  tellUndoable(text: string, undo: () => Promise<unknown>): void {
    this.tell(text, {
      action: {
        label: words.general.undo,
        run: async () => {
          await this.attempt(async () => void (await undo()));
        },
      },
    });
  }

  /**
   * Shows what went wrong, in the error's own words. A call that was given up says nothing, and that no project is
   * open is seen without words.
   */
  fail(error: unknown): void {
    if (error instanceof StudioError) {
      if (error.code !== 'cancelled' && error.code !== 'no-project') {
        this.tell(error.message, { tone: 'bad', unforeseen: error.code === 'internal' });
      }
      return;
    }
    this.tell(words.general.unforeseen(error instanceof Error ? error.message : String(error)), {
      tone: 'bad',
      unforeseen: true,
    });
  }

  /** Runs an act of the person; a failure becomes a notice. True when it succeeded. */
  async attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
