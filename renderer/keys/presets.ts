import type { ActionId } from './table.ts';

/** Keys by action, for actions that do not have their own. */
export type GivenKeys = Readonly<Partial<Record<ActionId, readonly string[]>>>;

/** Keyboards that people bring from other programs. What a preset does not name keeps its own key. */
export const presetNames = ['maskwright', 'cvat', 'labelme', 'photoshop', 'gimp'] as const;
export type PresetName = (typeof presetNames)[number];

const cvat: GivenKeys = {
  'annotate.next': ['F', 'ArrowRight'],
  'annotate.previous': ['D', 'ArrowLeft'],
  'annotate.brush': ['Shift+1'],
  'annotate.eraser': ['Shift+2'],
  'annotate.polygon': ['Shift+3'],
  'annotate.class1': ['Ctrl+1', '1'],
  'annotate.class2': ['Ctrl+2', '2'],
  'annotate.class3': ['Ctrl+3', '3'],
  'annotate.class4': ['Ctrl+4', '4'],
  'annotate.class5': ['Ctrl+5', '5'],
  'annotate.class6': ['Ctrl+6', '6'],
  'annotate.class7': ['Ctrl+7', '7'],
  'annotate.class8': ['Ctrl+8', '8'],
  'annotate.class9': ['Ctrl+9', '9'],
  'review.next': ['F', 'ArrowRight'],
  'review.previous': ['D', 'ArrowLeft'],
};

const labelme: GivenKeys = {
  // Ctrl+N makes a polygon there; browsers keep it, so P is the one that is shown.
  'annotate.polygon': ['P', 'Ctrl+N'],
  'annotate.select': ['Ctrl+J', 'V'],
  'annotate.rectangle': ['Ctrl+R', 'M'],
  'annotate.zoomIn': ['Ctrl++', 'Ctrl+=', '+', '='],
  'annotate.zoomOut': ['Ctrl+-', '-'],
};

const photoshop: GivenKeys = {
  'annotate.select': ['A'],
  'annotate.move': ['V'],
  'annotate.next': ['PageDown', 'ArrowRight'],
  'annotate.previous': ['PageUp', 'ArrowLeft'],
  'annotate.pan': ['Space', 'H'],
  'annotate.hide': ['Shift+H'],
  'annotate.toggleVisible': ['Ctrl+,'],
  'annotate.zoomIn': ['Ctrl++', 'Ctrl+=', '+', '='],
  'annotate.zoomOut': ['Ctrl+-', '-'],
  'annotate.zoomFit': ['Ctrl+0'],
  'annotate.zoomActual': ['Ctrl+1'],
};

const gimp: GivenKeys = {
  'annotate.brush': ['P'],
  'annotate.eraser': ['Shift+E'],
  'annotate.fill': ['Shift+B'],
  'annotate.polygon': ['B'],
  'annotate.wand': ['U'],
  'annotate.predicted': ['Shift+U'],
  'annotate.rectangle': ['R'],
  'annotate.grabcut': ['Shift+R'],
  'annotate.ellipse': ['E'],
  'annotate.move': ['M'],
  'annotate.lasso': ['F'],
  'annotate.redo': ['Ctrl+Y', 'Ctrl+Shift+Z'],
  'annotate.zoomFit': ['Ctrl+Shift+J', 'Ctrl+F'],
};

export const presets: Readonly<Record<PresetName, GivenKeys>> = {
  maskwright: {},
  cvat,
  labelme,
  photoshop,
  gimp,
};
