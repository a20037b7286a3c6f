import { chordText } from './chord.ts';
import { actionTable } from './table.ts';

/**
 * A sentence with the keys of now in it: `{annotate.finish}` stands for the first key of that action. Without any,
 * the dash says that nothing is to be pressed.
 */
export function withKeys(sentence: string): string {
  return sentence.replace(/\{([\w.]+)\}/g, (_, id: string) => {
    const action = actionTable.find((each) => each.id === id);
    const key = action?.keys[0];
    return key === undefined ? '\u2013' : chordText(key);
  });
}
