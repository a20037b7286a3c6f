import type { Client } from '../../../app/contract/client.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import type { Image, ReviewState } from '../../../app/domain/image.ts';
import type { Drawing } from '../../canvas/drawing/drawing.ts';
import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { Act, Refusal } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import { withKeys } from '../../keys/in-words.ts';
import { words } from '../../words/en.ts';
import type { Notices } from '../notices.svelte.ts';
import type { Session } from '../session.svelte.ts';
import { countClassesAfter } from './class-counts.ts';
import { EditHistory } from './history.svelte.ts';
import type { Write } from './outbox.ts';
import { RasterisedNotice } from './rasterised-notice.ts';
import { Saving } from './saving.svelte.ts';
import { Steps, type Direction } from './steps.ts';
import type { Walk } from './walk.svelte.ts';
import type { Answer } from './writer.ts';

/** The picture that is open, as far as what is done to it matters. */
export interface Edited {
  image: Image | null;
  readonly picture: { readonly drawing: Drawing } | null;
  readonly objects: readonly DrawnObject[];
  open(id: number): Promise<void>;
  nameOf(id: number): string;
}

interface Parts {
  readonly client: Client;
  readonly session: Session;
  readonly notices: Notices;
  readonly walk: Walk;
  readonly bench: Workbench;
  readonly editor: Edited;
  /** What is known of the picture is not true any longer. */
  forget(image: number): void;
}

/** What is done to the open picture: into its history, on to the studio, and what comes back from there. */
export class Edits {
  readonly history: EditHistory;
  readonly saving: Saving;
  readonly steps: Steps;
  readonly #parts: Parts;
  readonly #rasterised: RasterisedNotice;
  readonly #countClasses: (write: Write) => void;
  /** What was asked last of what only the studio knows. */
  #awaited: Write | null = null;

  constructor(parts: Parts) {
    const { client, session, notices, bench, editor } = parts;
    this.#parts = parts;
    this.#rasterised = new RasterisedNotice(notices);
    this.#countClasses = countClassesAfter(session);
    this.history = new EditHistory(client);
    this.saving = new Saving(client, notices, {
      written: (image, write, answer) => this.#written(image, write, answer),
      refused: (image, write, error) => this.#refused(image, write, error),
    });
    this.steps = new Steps(bench, this.history, {
      drawing: () => editor.picture?.drawing ?? null,
      get readOnly() {
        return session.readOnly;
      },
      stepping: () => this.#rasterised.end(),
      push: (direction) => {
        if (editor.image !== null) this.#push(editor.image.id, { kind: direction });
      },
      reopen: () => {
        const id = editor.image?.id;
        if (id !== undefined) void notices.attempt(() => editor.open(id));
      },
    });
  }

  /** The stroke under the pen, the last corner of a polygon in the making, else the last gesture. */
  undo(image = this.#parts.editor.image?.id): void {
    const { bench, editor } = this.#parts;
    if (bench.isBusy) {
      bench.cancel();
    } else if (image === editor.image?.id && !bench.stepPathBack()) {
      this.steps.take('undo');
    }
  }

  /** A corner that was taken back, else the last gesture; a shape that is begun is never lost by it. */
  redo(): void {
    const { bench } = this.#parts;
    if (bench.isBusy || bench.stepPathForth()) {
      return;
    }
    if (bench.isShaping) bench.refuse('shape-begun');
    else this.steps.take('redo');
  }

  /** Left out: every class that was predicted. */
  accept(run: string, threshold: number, categories?: readonly number[]): void {
    const { image } = this.#parts.editor;
    if (image !== null && !this.steps.isAwaiting) {
      const write = { kind: 'accept', run, threshold } as const;
      this.steps.await();
      this.#push(image.id, categories === undefined ? write : { ...write, categories });
    }
  }

  /** Waits for what is under way: a gesture that came later would set the state back to edited. */
  async review(id: number, review: ReviewState): Promise<void> {
    const { client, walk, editor } = this.#parts;
    await this.saving.drained(id);
    await client.call('image.review', { changes: [{ image: id, review }] });
    const known = walk.image(id);
    if (known !== undefined) walk.knows({ ...known, review });
    if (editor.image?.id === id) editor.image = { ...editor.image, review };
  }

  /** The changes are already applied to the drawing. */
  performed(act: Act, object: number | null, changes: readonly Change[]): void {
    const { bench, editor } = this.#parts;
    const { image } = editor;
    if (image === null) {
      return;
    }
    const { acts, everyObject } = words.annotate;
    const name = bench.actName ?? (object === null ? everyObject : editor.nameOf(object));
    const gesture = { id: crypto.randomUUID(), label: acts[act](name), changes };
    this.history.add(changes);
    this.#push(image.id, { kind: 'gesture', gesture });
    this.#rasterised.follow(act, changes, () => this.undo(image.id));
  }

  refuse(why: Refusal): void {
    // While the studio is asked for older changes the bench only seems to be read-only, for a moment.
    if (!this.steps.isAwaiting) {
      this.#parts.notices.tell(withKeys(words.annotate.refusals[why]));
    }
  }

  #push(image: number, write: Write): void {
    this.#parts.forget(image);
    if (this.steps.isAwaiting) this.#awaited = write;
    this.saving.push(image, write);
  }

  #written(image: number, write: Write, answer: Answer): void {
    const { bench, editor, walk } = this.#parts;
    if (editor.image?.id !== image) {
      return;
    }
    const { revision, review = 'edited' } = answer;
    editor.image = { ...editor.image, revision, review, annotations: editor.objects.length };
    walk.knows(editor.image);
    // Steps that were taken here before it are answered first.
    if (this.steps.isAwaiting && write === this.#awaited && write.kind !== 'gesture') {
      this.steps.received(write.kind, answer);
    }
    // While more is under way, what is drawn is not what this answer speaks of.
    if (answer.untouched !== undefined && this.saving.unsaved === 0 && !bench.isBusy) {
      editor.picture?.drawing.areUntouched(answer.untouched);
    }
    this.history.refetch();
    this.#countClasses(write);
  }

  #refused(image: number, write: Write | undefined, error: StudioError): void {
    const { editor, notices, walk } = this.#parts;
    const { bringBack, conflict, refused } = words.annotate;
    const name = walk.image(image)?.name ?? String(image);
    const trash = trashIn(error);
    if (trash.length > 0 && (write?.kind === 'undo' || write?.kind === 'redo')) {
      const { kind } = write;
      const run = () => this.#bringBack(image, trash, kind);
      notices.tell(error.message, { tone: 'bad', action: { label: bringBack[kind], run } });
    } else {
      const text = error.code === 'conflict' ? conflict(name) : refused(error.message);
      notices.tell(text, { tone: 'bad' });
    }
    this.#parts.forget(image);
    if (editor.image?.id === image) {
      void notices.attempt(() => editor.open(image));
    }
  }

  /** The classes that a step of the history cannot be taken without, and then the step. */
  async #bringBack(image: number, trash: readonly number[], step: Direction): Promise<void> {
    const { client, editor, notices } = this.#parts;
    await notices.attempt(async () => {
      for (const id of trash) await client.call('trash.restore', { trash: id });
      this.#parts.forget(image);
      if (editor.image?.id === image) {
        await editor.open(image);
        this.steps.take(step);
      }
    });
  }
}

/** What the studio says is in the trash, of what it was asked to change. */
function trashIn(error: unknown): readonly number[] {
  const { trash } = error instanceof StudioError ? error.details : {};
  return Array.isArray(trash) ? trash.filter((id) => typeof id === 'number') : [];
}
