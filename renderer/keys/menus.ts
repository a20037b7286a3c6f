import type { DesktopMenuItem } from '../../app/contract/desktop.ts';
import { menu as text } from '../words/menu.ts';
import type { ActionId } from './table.ts';

type Role = Extract<DesktopMenuItem, { kind: 'role' }>['role'];

/** A line of a menu: an action, what the system itself does, the recent projects, or a line between groups. */
export type MenuRow =
  ActionId | { readonly role: Role; readonly label: string } | { readonly recent: string } | '-';

export interface MenuLayout {
  readonly label: string;
  readonly rows: readonly MenuRow[];
}

/** The menu bar of the desktop window. Every action of the table stands in it once: a test asks for that. */
export const menuBar: readonly MenuLayout[] = [
  {
    label: text.file,
    rows: [
      'project.new',
      'project.open',
      { recent: text.recent },
      '-',
      'import.coco',
      'import.folder',
      'view.transfer',
      '-',
      'annotate.save',
      'saved.tell',
      'project.close',
      { role: 'close', label: text.close },
      { role: 'quit', label: text.quit },
    ],
  },
  {
    label: text.edit,
    rows: [
      'annotate.undo',
      'annotate.redo',
      'review.undo',
      '-',
      { role: 'cut', label: text.cut },
      { role: 'copy', label: text.copy },
      { role: 'paste', label: text.paste },
      '-',
      'browse.selectAll',
      'browse.selectNone',
      'browse.search',
      'palette.open',
      '-',
      'settings.open',
    ],
  },
  {
    label: text.view,
    rows: [
      'view.browse',
      'view.annotate',
      'view.train',
      'view.review',
      '-',
      'browse.larger',
      'browse.smaller',
      'browse.clearFilter',
      '-',
      'annotate.zoomIn',
      'annotate.zoomOut',
      'annotate.zoomActual',
      'annotate.zoomFit',
      'annotate.pan',
      'annotate.hide',
      'annotate.outline',
      'annotate.prediction',
      '-',
      'theme.toggle',
      { role: 'togglefullscreen', label: text.fullScreen },
    ],
  },
  {
    label: text.picture,
    rows: [
      'browse.open',
      'browse.peek',
      'browse.accept',
      'browse.predict',
      '-',
      'annotate.next',
      'annotate.previous',
      'annotate.nextUntouched',
      'annotate.accept',
    ],
  },
  {
    label: text.annotate,
    rows: [
      'annotate.select',
      'annotate.brush',
      'annotate.eraser',
      'annotate.polygon',
      'annotate.lasso',
      'annotate.rectangle',
      'annotate.ellipse',
      'annotate.move',
      'annotate.scissors',
      'annotate.fill',
      'annotate.wand',
      'annotate.superpixel',
      '-',
      'annotate.smaller',
      'annotate.larger',
      'annotate.muchSmaller',
      'annotate.muchLarger',
      '-',
      'annotate.newObject',
      'annotate.duplicate',
      'annotate.delete',
      'annotate.grow',
      'annotate.shrink',
      'annotate.smooth',
      'annotate.fillHoles',
      'annotate.keepLargest',
      '-',
      'annotate.finish',
      'annotate.stepBack',
      'annotate.cancel',
      '-',
      'annotate.class1',
      'annotate.class2',
      'annotate.class3',
      'annotate.class4',
      'annotate.class5',
      'annotate.class6',
      'annotate.class7',
      'annotate.class8',
      'annotate.class9',
    ],
  },
  { label: text.train, rows: ['train.start', 'train.stop', 'train.predictAll'] },
  {
    label: text.review,
    rows: [
      'review.accept',
      'review.reject',
      'review.fix',
      '-',
      'review.next',
      'review.previous',
      '-',
      'review.both',
      'review.prediction',
      'review.error',
    ],
  },
  {
    label: text.help,
    rows: ['keys.show', '-', 'problem.report', 'licences.show', 'updates.check', 'about.show'],
  },
];
