import { count, counted, percent } from './numbers.ts';

/** What Annotate says. */
export const annotate = {
  canvas: 'Picture with its masks',
  toolbox: 'Tools',
  options: 'Options of the tool',
  panel: 'Objects and view',
  film: 'Neighbouring pictures',

  size: 'Size',
  shape: 'Shape',
  shapes: { round: 'round', square: 'square' },
  px: 'px',
  pressure: 'Pressure',
  pressureHint: 'How hard the pen is pressed sets the size, up to the one that is given here.',

  snaps: 'Snap',
  snapsHint:
    'Corners go onto corners and sides of other polygons and onto the border of the picture. Ctrl leaves it out.',
  corner: (number: number, of: number) => `corner ${String(number)} of ${String(of)}`,
  steered: 'pen moved by keys',
  settling: 'Working it out · {annotate.cancel} gives it up',

  tolerance: 'Tolerance',
  contiguous: 'Connected only',
  contiguousHint:
    'Off, the same colour is taken all over the picture. Shift does the other of the two.',
  fillsBy: 'Fills by',
  fillsByMask: 'gap',
  gap: 'Closes gaps to',
  gapHint: 'Openings in the outline of up to so many pixels do not let the fill run out.',
  fillsByPicture: 'colour',
  regionSide: 'Region',

  brushSnap: 'Keeps to edges',
  brushSnaps: {
    off: 'no snapping',
    prediction: 'snap: prediction',
    picture: 'snap: picture',
  },
  brushSnapHint:
    'Snapped to the prediction, a stroke keeps to the region where it began. Snapped to the picture, it takes what hangs together under the brush with the colour at its middle.',

  clicks: 'A click',
  clicksTake: 'takes',
  clicksLeave: 'leaves out',
  clicksHint: 'Alt click does the other of the two.',
  promptWork: {
    loading: 'Loading the encoder and the decoder',
    looking: 'Looking at the picture',
    answering: 'Looking for what you clicked on',
  },
  noNetworks: 'It needs an encoder and a decoder that you have as files.',
  brokenNetworks: 'The encoder and the decoder do not work.',
  chooseNetworks: 'Choose the files',
  seeNetworks: 'See why',
  applyPrompt: 'Apply',
  giveUpPrompt: 'Give up',

  cut: {
    working: 'Finding the edge',
    nothing: 'Nothing stands out there. Drag over the object.',
    apply: 'Apply',
    giveUp: 'Give up',
  },

  overlap: 'Over other objects',
  overlaps: {
    overwrite: 'over others',
    keep: 'others stay',
    'only-empty': 'only empty',
  },
  overlapHint:
    'Where other objects lie, painting takes their pixels, shares them, or leaves them out. Locked and hidden objects never lose any.',

  targets: {
    paints: (name: string) => `paints ${name}`,
    paintsNew: (category: string) => `starts a new ${category}`,
    fills: (name: string) => `fills for ${name}`,
    splits: (name: string) => `splits ${name}`,
    splitsAny: 'splits what the line crosses',
    merges: (name: string) => `merges into ${name}`,
    mergesAny: 'merges into what is clicked first',
    erases: (name: string) => `erases ${name}`,
    erasesAll: 'erases every object',
    locked: (name: string) => `${name} is locked`,
    hidden: (name: string) => `${name} is hidden`,
    none: 'no class to paint with',
    nothing: 'nothing to erase',
  },

  objects: 'Objects',
  noObjects: 'Nothing is marked in this picture yet.',
  newObject: 'New object',
  newObjectHint: 'The next stroke starts another object of the class',
  objectName: (category: string, number: number) => `${category} ${String(number)}`,
  objectCount: (objects: number) => counted(objects, 'object'),
  unknownClass: 'unknown class',
  crowd: 'crowd',
  polygon: 'polygon',
  mask: 'mask',
  edited: 'edited',
  area: (areaPx2: number) => `${count(areaPx2)} px`,
  hide: (name: string) => `Hide ${name}`,
  show: (name: string) => `Show ${name}`,
  lock: (name: string) => `Lock ${name}`,
  unlock: (name: string) => `Unlock ${name}`,
  forward: 'One up: lies over others',
  backward: 'One down: lies under others',
  changeClass: (objects: number) =>
    objects > 1 ? 'Class of the chosen objects' : 'Class of the chosen object',
  objectColour: (objects: number) =>
    objects > 1 ? 'Colour of the chosen objects' : 'Colour of the chosen object',
  classColour: 'Colour of its class',
  objectMenu: (name: string) => `What can be done to ${name}`,
  objectsMenu: 'What can be done to all objects',
  chosenOfThem: (objects: number) => `, ${count(objects)} chosen`,
  chosenCount: (objects: number) => (objects > 1 ? `${count(objects)} objects are chosen` : ''),
  noneChosen: 'No object is chosen.',
  severalClasses: 'several classes',
  hiddenOfThem: (objects: number) => `, ${count(objects)} hidden`,
  renameClass: (name: string) => `Rename the class ${name}`,

  classes: 'Classes',

  view: 'View',
  shown: 'What is shown',
  shownKinds: { masks: 'masks', errors: 'errors', compare: 'compare' },
  shownHint:
    'Errors: where the prediction agrees with the label, what it missed, and what it has too much.',
  pair: 'What the masks are compared with',
  pairs: { before: 'with before', prediction: 'with prediction' },
  sides: { before: ['before', 'now'], prediction: ['label', 'prediction'] },
  curtain: (left: string, right: string) => `Border between ${left} and ${right}`,
  labelView: 'Masks as',
  labelViews: { objects: 'objects', classes: 'training sees' },
  labelViewHint:
    'Objects: each in a colour of its own. Training sees: the objects of a class are one, later ones lie over earlier ones, hidden ones count, and crowds (stripes) are left out.',
  opacity: 'Masks',
  brightness: 'Brightness',
  contrast: 'Contrast',
  outlineOnly: 'Outlines only',
  gamma: 'Gamma',
  gammaValue: (value: number) => value.toFixed(2),
  channel: 'Colours',
  channels: { all: 'all', red: 'red', green: 'green', blue: 'blue' },
  hatched: 'Patterns by class',
  minimap: 'Overview when zoomed in',
  minimapLabel: 'Overview of the picture: drag or press arrow keys to move',
  resetPicture: 'The picture as stored',
  percent,

  predictedHere: (name: string) => `predicted ${name}`,
  predictionOf: (run: string) => `Prediction of ${run}`,
  showPrediction: 'Show ({annotate.prediction})',
  threshold: 'Threshold',
  thresholdHint: 'A pixel is of the best class where the network is at least this sure.',
  iou: 'IoU',
  dice: 'Dice',
  scoresHint:
    'How much prediction and label have in common at the picture’s size: IoU is overlap over union, Dice twice the overlap over the sum.',
  accept: 'Make it the mask',
  acceptClass: (name: string) => `Make the prediction of ${name} the mask`,

  noPrediction: 'This picture has no prediction yet.',
  errorsLater: 'This picture has no prediction yet. Once it has one, its errors are shown.',
  noRun: 'No run can predict yet: train one first.',
  predictThis: 'Predict this picture',
  predicting: 'Predicting …',
  toTrain: 'Go to Train',
  predictWith: (run: string) => `With the best weights of ${run}`,
  thresholdOfTool: 'Threshold of the prediction',

  history: 'History',
  noHistory: 'What you do in this picture is listed here, and can be undone after a restart too.',

  state: {
    saved: 'Saved',
    saving: 'Saving',
    waiting: (strokes: number) =>
      `${counted(strokes, 'change')} not saved yet. They are kept here and sent as soon as possible.`,
  },

  underPointer: 'Under the pointer',
  background: 'background',
  colour: (value: readonly number[]) => value.join(' '),
  pixel: (x: number, y: number) => `x ${String(x)} y ${String(y)}`,
  zoom: (scale: number) => `${scale < 0.1 ? (scale * 100).toFixed(1) : count(scale * 100)} %`,
  place: (place: number, total: number) => `${count(place + 1)} of ${count(total)}`,

  emptyTitle: 'No picture to annotate',
  emptyText: 'The present filter shows none. Choose others in Browse, or import pictures.',
  toBrowse: 'Go to Browse',
  noClassTitle: 'First, name what you mark',
  noClassText: 'Add a class under “Classes” on the right, such as cat. Then paint.',
  missingTitle: (name: string) => `“${name}” cannot be shown`,
  missingText:
    'Its file is not where the project remembers it, or is not a picture. Find the folder again under Transfer; its masks are kept.',

  acceptNext: 'Accept and next',

  rasterised: 'A polygon became a mask: its pixels are others now.',
  conflict: (name: string) =>
    `“${name}” was changed in another window. It has been loaded again; what you did last is not in it.`,
  bringBack: { undo: 'Bring back and undo', redo: 'Bring back and redo' },
  refused: (message: string) => `${message} The picture has been loaded again.`,
  resumeRefused: (strokes: number) =>
    `${counted(strokes, 'change')} made before the page was closed could not be saved: the picture was changed elsewhere since.`,
  resumed: (strokes: number) =>
    `${counted(strokes, 'change')} made before the page was closed ${strokes === 1 ? 'is' : 'are'} saved now.`,
  leaveUnsaved: (strokes: number) =>
    `${counted(strokes, 'change')} could not be saved yet, so this project stays open. Try again when the studio answers.`,
  openUnsaved: (name: string, message: string) =>
    `What was done to “${name}” is kept but not saved yet, so it cannot be shown: ${message} It opens again as soon as it is saved.`,
  diskFull: (message: string) => `${message} What you do is kept and saved when there is room.`,
  pictureState: 'State',
  jumpTo: 'Jump to',
  nextKinds: {
    untouched: 'untouched',
    edited: 'edited',
    accepted: 'accepted',
    predicted: 'predicted',
    disagreeing: 'disagreeing',
  },
  noNext: {
    untouched: 'Every picture of this filter has been looked at.',
    edited: 'No other picture of this filter is edited.',
    accepted: 'No other picture of this filter is accepted.',
    predicted: 'No other picture of this filter has a prediction.',
    disagreeing:
      'In no other picture of this filter do label and prediction have less than half in common.',
  },
  lastPicture: 'This is the last picture of the filter.',

  refusals: {
    'no-class': 'There is no class to paint with yet. Add one under “Classes”.',
    'no-drawing': 'Open a picture first.',
    'no-networks':
      'Smart select needs an encoder and a decoder that you have as files. Choose them under Settings.',
    'open-region':
      'That region is open: it covers more than half of the picture. Close the gap in the outline first, or let the bucket close it.',
    locked: 'That object is locked or hidden. Unlock or show it in the list to change it.',
    'one-chosen': 'Choose two or more objects in the list first, with Ctrl or Shift and a click.',
    'one-locked':
      'One of the chosen objects is locked or hidden. Unlock or show it in the list, or choose the others only.',
    'none-chosen': 'No object is chosen. Click one in the list first.',
    'no-prediction': 'This picture has no prediction yet. The bar above it says how to have one.',
    'nothing-predicted':
      'Nothing is predicted here at this threshold. Lower the threshold, or paint by hand.',
    'as-predicted': 'It is as predicted already.',
    'class-gone': 'This project no longer has the class that is predicted here.',
    'nothing-here': 'There is nothing to do at this place.',
    occupied:
      'Other objects lie there, and painting goes only where it is empty. {annotate.nextOverlap} changes that.',
    whole: 'That line cuts nothing apart. Draw it from one side of the object to the other.',
    'one-part': 'That object is in one part already.',
    'many-pieces':
      'That would make dozens of objects at once. Smooth the object or keep its largest part first.',
    'other-class':
      'Only objects of one class can be merged. Change the class of one of them first.',
    crowd: 'A crowd stays as it is: it cannot be merged.',
    'shape-begun':
      'A shape is begun. {annotate.finish} finishes it and {annotate.cancel} gives it up; then the history can be gone through.',
    outside: 'Nothing of it lies inside this picture.',
    'nothing-copied': 'Nothing was copied yet. {annotate.copy} copies the chosen object.',
    'no-previous': 'This is the first picture of the filter: there is none before it.',
    'previous-empty': 'The previous picture has no masks.',
    unreadable:
      'The colours of this picture cannot be read, so nothing can be found by them. Open the picture again.',
    'read-only': 'This project is open read-only: another Maskwright has it.',
  },

  acts: {
    brush: (name: string) => `Paint ${name}`,
    eraser: (name: string) => `Erase ${name}`,
    polygon: (name: string) => `Draw ${name}`,
    corners: (name: string) => `Move corners of ${name}`,
    scissors: (name: string) => `Cut out ${name}`,
    fill: (name: string) => `Fill ${name}`,
    wand: (name: string) => `Add by colour to ${name}`,
    grabcut: (name: string) => `GrabCut of ${name}`,
    superpixel: (name: string) => `Add superpixels to ${name}`,
    predicted: (name: string) => `Take the prediction for ${name}`,
    prompt: (name: string) => `Select ${name}`,
    lasso: (name: string) => `Lasso ${name}`,
    rectangle: (name: string) => `Rectangle of ${name}`,
    ellipse: (name: string) => `Ellipse of ${name}`,
    move: (name: string) => `Move ${name}`,
    grow: (name: string) => `Grow ${name}`,
    shrink: (name: string) => `Shrink ${name}`,
    smooth: (name: string) => `Smooth ${name}`,
    holes: (name: string) => `Fill holes of ${name}`,
    largest: (name: string) => `Keep the largest part of ${name}`,
    split: (name: string) => `Split ${name}`,
    parts: (name: string) => `Split ${name} into its parts`,
    merge: (name: string) => `Merge into ${name}`,
    duplicate: (name: string) => `Duplicate ${name}`,
    clear: (name: string) => `Clear part of ${name}`,
    delete: (name: string) => `Delete ${name}`,
    cut: (name: string) => `Cut ${name}`,
    paste: (name: string) => `Paste ${name}`,
    previous: (name: string) => `Copy ${name} of the previous picture`,
    class: (name: string) => `Change class of ${name}`,
    order: (name: string) => `Move ${name} up or down`,
  },
  everyObject: 'every object',

  helpWithKeys: {
    corner:
      'Arrows move the corner by a pixel, Shift by ten. “{annotate.nextCorner}” or “{annotate.previousCorner}” picks another, {annotate.addCorner} adds one, {annotate.delete} deletes it. Esc lets go.',
    pen: 'Arrows move the pen, Shift by ten. Space presses it while held, Enter presses and lifts it. Esc takes back, then ends it.',
  },

  /** A key in braces is the action whose key stands there. */
  help: {
    select:
      'Click chooses. Drag a corner, click a side to add one, Alt click removes one; Ctrl without snapping. “{annotate.nextCorner}” picks corners by keys. {annotate.delete} deletes. Esc lets go.',
    brush:
      'Drag paints. Alt erases. Shift click draws a line. {annotate.smaller} {annotate.larger}, Alt wheel or Alt right-drag for the size. Esc takes the stroke back.',
    eraser:
      'Drag erases. Alt paints. Shift click draws a line. {annotate.smaller} {annotate.larger}, Alt wheel or Alt right-drag for the size. Esc takes the stroke back.',
    polygon:
      'Click sets corners, drag follows the pen. {annotate.finish} or the first corner closes. A chosen object gets the area, else it is a new one. Alt at the first click takes away. {annotate.stepBack} removes the last. Esc gives up.',
    lasso: 'Drag around what to add. Alt takes away. Esc gives up.',
    rectangle: 'Drag from corner to corner. Shift makes a square. Alt takes away. Esc gives up.',
    ellipse: 'Drag across the box around it. Shift makes a circle. Alt takes away. Esc gives up.',
    move: 'Drag moves the object under the pointer, else the chosen one. Esc puts it back.',
    scissors:
      'Click sets anchors, the line follows edges. {annotate.finish} or the first anchor closes. Alt at the first click takes away. {annotate.stepBack} removes the last. Esc gives up.',
    fill: 'Click fills the room under the pointer, not beyond gaps that it closes. Alt click clears the part under it.',
    wand: 'Press takes what has this colour. Drag right for more, left for less. Alt takes away. Shift looks all over. Esc goes back.',
    superpixel:
      'Drag takes each region that the ring touches. Alt takes away. {annotate.smaller} {annotate.larger} or Alt wheel for the size of the ring. Esc takes the stroke back.',
    grabcut:
      'Drag a box around an object. Then drag over what is missing, Alt drag over what is too much. {annotate.finish} applies. {annotate.stepBack} takes the last stroke back. Alt at the box takes away. Esc gives up.',
    split:
      'Click twice or drag to draw a line across the object: the largest piece stays what it was. {annotate.splitParts} splits into parts. Esc gives up.',
    merge:
      'Click an object, or drag over several, and the chosen one takes them in. Click beside them or Esc lets go, to choose another.',
    predicted:
      'Click adds the predicted region under the pointer. Drag a box to take the prediction only there. Alt takes away. Esc gives up.',
    prompt:
      'Click what belongs to it, Alt click what does not, or drag a box around it. {annotate.finish} applies. {annotate.stepBack} takes the last back. Esc gives up.',
    pan: 'Drag moves the picture. Ctrl wheel zooms.',
  },
} as const;
