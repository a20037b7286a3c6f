import { actionWords as text } from '../words/actions.ts';

export const trainActions = {
  // Browsers keep Ctrl+T for a new tab; Ctrl+Enter is shown first because it works everywhere.
  'train.start': { title: text.train, keys: ['Ctrl+Enter', 'Ctrl+T'] },
  'train.pause': { title: text.pauseTraining, keys: [] },
  'train.goOn': { title: text.goOnTraining, keys: [] },
  'train.stop': { title: text.stopTraining, keys: [] },
  'train.predictAll': { title: text.predictAll, keys: ['Ctrl+Shift+B', 'Ctrl+B'] },
  'train.layers': { title: text.lookAtLayers, keys: ['L'] },
} as const;
