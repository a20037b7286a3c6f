import type { Change } from '../../../app/domain/gesture.ts';
import type { Act } from '../../canvas/tools/tool.ts';
import { words } from '../../words/en.ts';
import type { Notices } from '../notices.svelte.ts';

/** Says once in a sitting that a polygon became a mask, and offers to take it back for as long as undo does just that. */
export class RasterisedNotice {
  readonly #notices: Notices;
  #wasTold = false;
  #shown: number | null = null;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** A gesture was done: whatever was offered before it would take back this one. */
  follow(act: Act, changes: readonly Change[], undo: () => void): void {
    this.end();
    if (!this.#wasTold && changes.some((change) => isMaskNow(act, change))) {
      this.#wasTold = true;
      const action = { label: words.general.undo, run: undo };
      this.#shown = this.#notices.tell(words.annotate.rasterised, { action });
    }
  }

  end(): void {
    if (this.#shown !== null) this.#notices.close(this.#shown);
    this.#shown = null;
  }
}

/** A polygon that was there, or one that was just drawn and could not keep all that it encloses. */
function isMaskNow(act: Act, change: Change): boolean {
  const isCutShort =
    act === 'polygon' && change.kind === 'create' && change.seed.shape.kind === 'mask';
  return isCutShort || change.kind === 'rasterise';
}
