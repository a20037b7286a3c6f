import { actionWords as text } from '../words/actions.ts';

export const browseActions = {
  'browse.open': { title: text.openPicture, keys: ['Enter'] },
  'browse.peek': { title: text.peek, keys: ['Space'] },
  'browse.search': { title: text.search, keys: ['Ctrl+F', '/'] },
  'browse.selectAll': { title: text.selectAll, keys: ['Ctrl+A'] },
  'browse.selectNone': { title: text.selectNone, keys: ['Escape'] },
  'browse.accept': { title: text.accept, keys: ['Shift+A'] },
  'browse.predict': { title: text.predictSelected, keys: [] },
  'browse.clearFilter': { title: text.clearFilter, keys: [] },
  'browse.larger': { title: text.largerCells, keys: ['+', '='] },
  'browse.smaller': { title: text.smallerCells, keys: ['-'] },
} as const;
