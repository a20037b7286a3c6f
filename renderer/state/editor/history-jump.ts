import type { Workbench } from '../../canvas/workbench.ts';
import type { EditHistory, HistoryEntry } from './history.svelte.ts';
import type { Saving } from './saving.svelte.ts';

/** The steps from what is in force to the moment just after a gesture; null means before the first of all. */
export function stepsTo(
  entries: readonly Pick<HistoryEntry, 'id' | 'undone'>[],
  gesture: string | null,
): { readonly direction: 'undo' | 'redo'; readonly count: number } {
  const now = entries.filter(({ undone }) => !undone).length;
  // A gesture that is gone in the meantime leads nowhere.
  const found = entries.findIndex(({ id }) => id === gesture) + 1;
  const wanted = gesture !== null && found === 0 ? now : found;
  return { direction: wanted < now ? 'undo' : 'redo', count: Math.abs(wanted - now) };
}

interface Jumper {
  readonly image: { readonly id: number } | null;
  readonly bench: Workbench;
  readonly history: EditHistory;
  readonly saving: Saving;
  undo(): void;
  redo(): void;
}

/**
 * Goes there by undo and redo, so that going back is as simple. Ends early when the person opens another picture,
 * begins to paint, or a step is refused. Rejects when the studio cannot be asked.
 */
export async function jumpTo(editor: Jumper, gesture: string | null): Promise<void> {
  const image = editor.image?.id;
  // Steps that only the studio knows hold the bench until they have arrived.
  const isHeld = (): boolean => editor.bench.readOnly;
  if (image === undefined) return;
  if (isHeld()) {
    editor.bench.refuse('read-only');
    return;
  }
  if (editor.bench.isShaping) {
    editor.bench.refuse('shape-begun');
    return;
  }
  editor.bench.cancelAll();
  await editor.saving.settled();
  const { direction, count } = stepsTo(await editor.history.latest(image), gesture);
  for (let step = 0; step < count; step++) {
    const isInterrupted = editor.image?.id !== image || editor.bench.isBusy;
    if (isInterrupted || isHeld()) return;
    editor[direction]();
    if (isHeld()) await editor.saving.drained(image);
  }
}
