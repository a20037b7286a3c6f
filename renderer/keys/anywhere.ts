import { actionWords as text } from '../words/actions.ts';

export const anywhereActions = {
  'view.browse': { title: text.viewBrowse, keys: ['F5', 'Alt+1'] },
  'view.annotate': { title: text.viewAnnotate, keys: ['F6', 'Alt+2'] },
  'view.train': { title: text.viewTrain, keys: ['F7', 'Alt+3'] },
  'view.review': { title: text.viewReview, keys: ['F8', 'Alt+4'] },
  'view.transfer': { title: text.viewTransfer, keys: ['F9', 'Alt+5'] },
  'palette.open': { title: text.palette, keys: ['Ctrl+K'] },
  'keys.show': { title: text.keyList, keys: ['F1', '?'] },
  'settings.open': { title: text.settings, keys: ['F2'] },
  'project.new': { title: text.projectNew, keys: [] },
  'project.open': { title: text.projectOpen, keys: ['Ctrl+O'] },
  'project.close': { title: text.projectClose, keys: [] },
  'import.coco': { title: text.importCoco, keys: [] },
  'import.folder': { title: text.importFolder, keys: [] },
  'import.masks': { title: text.importMasks, keys: [] },
  'theme.toggle': { title: text.themeToggle, keys: [] },
  'updates.check': { title: text.checkForUpdates, keys: [] },
  'about.show': { title: text.about, keys: [] },
  'licences.show': { title: text.licences, keys: [] },
  'problem.report': { title: text.reportProblem, keys: [] },
  'saved.tell': { title: text.savedAsYouGo, keys: [] },
} as const;
