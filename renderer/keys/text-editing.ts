import type { ActionId } from './table.ts';
import { isTyping } from './targets.ts';

/** What the menu's items do in a text field, as in any other program. */
const commands: Partial<Readonly<Record<ActionId, string>>> = {
  'annotate.undo': 'undo',
  'review.undo': 'undo',
  'annotate.redo': 'redo',
  'annotate.copy': 'copy',
  'annotate.cut': 'cut',
  'browse.selectAll': 'selectAll',
};

/**
 * Does in the focused text field what was chosen in the menu; false where the field has no such command or none is
 * focused. On a Mac the menu takes these keys even while somebody types.
 */
export function editsText(id: ActionId): boolean {
  const command = commands[id];
  if (command === undefined || !isTyping(document.activeElement)) {
    return false;
  }
  // The only way to the history of a text field; browsers keep it for that.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else undoes what was typed
  document.execCommand(command);
  return true;
}
