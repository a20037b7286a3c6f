import { advice } from './advice.ts';
import { starting } from './starting.ts';
import { batchSearch, optimiserFields, optimisers, rateSearch } from './optimising.ts';
import { models, network } from './networks.ts';
import { unlabelledFields } from './unlabelled.ts';

/** The Train view. */
export const train = {
  recipe: 'Recipe',
  settings: 'Settings',
  allSettings: 'All settings',
  settingParts: { network: 'Network', learning: 'Learning', pictures: 'Pictures' },
  fewerSettings: 'Fewer',
  variations: {
    pictures: 'Training pictures with their labels, varied as the network is shown them',
    caption: 'As the network is shown them',
    others: 'Others',
  },
  data: 'Data',
  train: 'Train',
  trainAgain: 'Train again',
  stop: 'Stop and keep the best',
  stopping: 'stopping',
  stoppingButton: 'Stopping',
  stoppingText: (next: string | null) =>
    `Stopping: the present step is finished and the weights are kept.${next === null ? '' : ` Then “${next}” begins, which waits behind it.`}`,
  pause: 'Pause',
  pausing: 'pausing',
  pausingButton: 'Pausing',
  pausingText: (next: string | null) =>
    `Pausing: the present step is finished, and a checkpoint is written.${next === null ? '' : ` “${next}” goes on waiting.`}`,
  pausedText: 'It goes on exactly where it was, also after the computer was off.',
  queuedTitle: 'This run waits for the one before it',
  queuedText:
    'It starts by itself when that has ended, with the pictures and masks as they are then.',
  unqueue: 'Take out of the queue',
  leftTitle: 'This run waits in the queue, and nothing trains',
  leftText: (first: string | null) =>
    `The run before it left off, all training was stopped, or the program was closed. A queue does not go on by itself: start it when you like.${first === null ? '' : ` It begins with ${first}.`}`,
  startQueue: 'Start the queue',
  leftWaiting: (runs: readonly string[]) =>
    runs.length === 1
      ? `“${runs[0] ?? ''}” still waits in the queue, and nothing trains.`
      : `${runs.length} runs still wait in the queue, “${runs[0] ?? ''}” first, and nothing trains.`,
  trainNext: 'Train after it',
  more: 'More epochs',
  trainOn: 'Add epochs',
  again: 'Repeat the run',
  goOnWith: (pictures: string) => `Go on with ${pictures} at once`,
  silent: (seconds: string) =>
    `Nothing has been heard of the engine for ${seconds} s: it hangs, or one step takes that long. Wait, or end it and go on from the last checkpoint.`,
  restart: 'End it and go on',
  resume: 'Go on from the last checkpoint',
  beginAgain: 'Begin again',
  resetRecipe: 'Reset',
  estimate: (time: string) => `about ${time} on this computer`,
  firstRun: 'The first run shows how fast this computer is.',
  anotherRunning: (run: string) => `${run} is training; this run would start when that has ended.`,
  readOnly: 'Another window holds this project: it can be looked at, not trained.',

  models,
  network,

  starting,

  preset: 'Preset',
  presetHelp: 'A whole recipe in one choice. What you change afterwards makes it your own.',
  presets: {
    quick: 'quick look',
    good: 'good',
    best: 'best, takes long',
    tutorial: 'as in the tutorial',
    'tutorial-mended': 'the tutorial, mended',
  },
  ownPreset: 'your own',

  fields: {
    model: 'Model',
    epochs: 'Epochs',
    epochsHelp:
      'How often the network sees every training picture. Few pictures make short epochs, so the small U-Net is given more of them then.',
    size: 'Picture size',
    sizeHelp:
      'Side of the square the network sees, in pixels. Larger finds finer edges and takes longer, by the square.',
    width: 'Width',
    widthHelp:
      'Filters of every layer, as a multiple of the model’s own: half as many are about four times as quick, twice as many tell finer differences apart.',
    depth: 'Levels',
    depthHelp:
      'How often the network halves the picture on its way down. Each level more sees about twice as far and adds many parameters; small pictures need few.',
    normalise: 'Normalise by',
    normaliseHelp:
      'What keeps the values between layers at one size, so that the network learns fast: the average and spread of the batch, or, where it is of less than four pictures, those of each picture by itself, a group of channels at a time. With none it learns slowly.',
    enlarge: 'Goes up by',
    enlargeHelp:
      'How a level is made as large as the one above: by repeating each value, or by a transposed convolution, which learns how and may leave a pattern of squares.',
    batch: 'Pictures at once',
    batchHelp: 'How many pictures make one step. More is steadier and needs more memory.',
    rate: 'Learning rate',
    rateHelp: 'How far one step goes. Too high and the loss jumps, too low and it crawls.',
    schedule: 'Schedule',
    scheduleHelp:
      'How the rate goes over the run. Cosine and poly let it sink, step divides it by ten twice, one cycle climbs for a third first; constant keeps it.',
    loss: 'Loss',
    lossHelp:
      'Cross-entropy judges pixel by pixel, focal mostly those that are still wrong. Dice judges each class as a whole, so that small objects count; Tversky minds more what is missed, Lovász is the IoU itself.',
    ...optimiserFields,
    classBalance: 'Balance classes',
    classBalanceHelp:
      'Rare classes weigh more, so that the background does not win by filling the picture.',
    tiles: 'Parts across and down',
    tilesHelp:
      'Looks at pictures in so many parts across and down, each as large as the picture size, so that small things stay visible: predicting takes up to 9 times as long with 2, and 49 times with 4.',
    oversample: 'Show rare classes more often',
    oversampleHelp:
      'Pictures that show a rare class come more than once in an epoch, and some others wait for the next.',
    flip: 'Flip',
    flipHelp: 'Half of the pictures are mirrored, left to right, anew in every epoch.',
    colorJitter: 'Vary colours',
    colorJitterHelp:
      'Brightness, contrast and colour vary a little, so that the network does not learn the light of a room.',
    scaleJitter: 'Vary size and place',
    scaleJitterHelp:
      'Pictures are shown somewhat larger or smaller, and moved, so that the network expects nothing in the middle.',
    rotate: 'Turn, at most',
    rotateHelp:
      'Pictures are turned by up to so many degrees, either way. For pictures from above up to 180; for pets and people a few.',
    crop: 'Smallest part',
    cropHelp:
      'Only a part of the picture is shown, anywhere in it and larger: at least so much of its side. 100 % shows it whole.',
    blur: 'Blur',
    blurHelp: 'Half of the pictures are less sharp, as from a shaky hand.',
    cutout: 'Cover a part',
    cutoutHelp:
      'A grey box lies over half of the pictures, so that the network looks at more than the most telling part.',
    copyPaste: 'Paste objects',
    copyPasteHelp:
      'Objects of other pictures are pasted into half of them, so that few objects are seen in many surroundings.',
    ...unlabelledFields,
    patience: 'Patience',
    patienceHelp:
      'The run ends early after so many epochs in a row that were no better than the best. 0 never ends it early.',
    gpuHelp:
      'What does the work. “Automatic” takes a graphics card before the processor, and TensorFlow before WebAssembly.',
    gpuMemory: 'Card memory, at most',
    gpuMemoryHelp:
      'The most that training may take of the memory of the card that is free when it starts. 0 is all of it; either way it is taken only as it is needed.',
    seed: 'Seed',
    seedHelp: 'The same seed and settings give the same run again.',
    run: 'Name of the run',
  },
  rateSearch,
  batchSearch,
  normalisations: {
    batch: 'the batch',
    groups: 'groups of channels',
    none: 'nothing',
  },
  enlargements: {
    nearest: 'repeating',
    transposed: 'transposed convolution',
  },
  schedules: {
    cosine: 'cosine',
    constant: 'constant',
    poly: 'poly',
    step: 'step',
    'one-cycle': 'one cycle',
  },
  optimisers,
  losses: {
    'cross-entropy+dice': 'cross-entropy + Dice',
    'cross-entropy': 'cross-entropy',
    'cross-entropy+tversky': 'cross-entropy + Tversky',
    'cross-entropy+lovasz': 'cross-entropy + Lovász',
    focal: 'focal',
    'focal+dice': 'focal + Dice',
    dice: 'Dice',
  },

  on: 'on',
  off: 'off',

  pictures: 'pictures',
  trainPictures: 'train',
  valPictures: 'validation',
  unlabelledPictures: 'unlabelled',
  classPictures: (name: string) => `with ${name}`,

  device: 'Computes on',
  deviceAuto: 'Automatic',
  deviceCard: (name: string) => `TensorFlow on ${name}`,
  deviceGone: (backend: string, gpu: string) =>
    `${backend}${gpu === 'auto' || gpu === 'none' ? '' : `, ${gpu}`} (not here)`,
  deviceOthers: 'Other ways to compute',
  computedBy: (library: string) => `Computed by ${library}`,
  stepwise: (reason: string) =>
    `Each step is computed operation by operation, which is slower than as one graph: ${reason}`,

  runtimeMissing: 'TensorFlow is not ready',
  cudaOffered: (card: string) => `${card} is not used yet`,
  cudaText: (size: string) =>
    `Training runs on the processor. With the CUDA library (${size} to fetch) it runs on the card.`,
  cudaKept: (size: string) => `${size} of it are here already, from before.`,
  runtimeFetch: 'Fetch it',
  cudaFetch: 'Get the GPU library',
  runtimeStop: 'Stop; what has come is kept',
  fetched: (done: string, total: string) => `${done} of ${total}`,
  runtimeFetching: 'Fetching the library',

  epoch: 'epoch',
  of: (total: string) => `of ${total}`,
  meanIou: 'mean IoU',
  meanIouHelp:
    'Intersection over union, averaged over the classes without the background: 1 is a perfect mask, 0 finds nothing.',
  loss: 'loss',
  lossValidation: (value: string) => `validation ${value}`,
  speed: 'speed',
  perSecond: 'pictures/s',
  /** In one line under a figure: it is said in full where one points at it. */
  waiting: (share: string) => `${share} waiting`,
  costHelp:
    'The memory that the engine holds, and how much of the time of the last steps went by waiting for pictures to be read and varied. Above 3 % they come more slowly than the network learns: a faster disk or smaller files help.',
  left: 'left',
  took: 'took',
  bestEpoch: (epoch: string) => `best so far: epoch ${epoch}`,
  bestWas: (epoch: string) => `best: epoch ${epoch}`,
  changed: (difference: string) => `${difference} this epoch`,

  status: {
    queued: 'waiting',
    preparing: 'preparing',
    training: 'training',
    paused: 'paused',
    finished: 'finished',
    stopped: 'stopped',
    failed: 'failed',
    interrupted: 'interrupted',
  },
  doing: (what: string) => `${what} …`,
  firstPoint: 'The first point of the curves comes with the first step.',
  nothingMeasured: 'This run ended before its first step',
  interrupted: (why: string) => `This run was interrupted. ${why}`,
  failed: (why: string) => `This run failed. ${why}`,
  /** Of a run, to somebody in another view. */
  ended: {
    finished: (run: string, iou: string | null) =>
      `“${run}” is trained${iou === null ? '' : `: mean IoU ${iou} at best`}.`,
    paused: (run: string, why: string) => `“${run}” goes on another time. ${why}.`,
    interrupted: (run: string, why: string) => `“${run}” was interrupted. ${why}`,
    failed: (run: string, why: string) => `“${run}” failed. ${why}`,
    show: 'Show in Train',
  },

  advice,

  lossChart: 'Loss',
  partsChart: 'Parts of the loss',
  gradientChart: 'Gradient',
  sureChart: 'Sure of unlabelled pictures',
  rateChart: 'Learning rate',
  stepCharts: 'What is drawn over the steps',
  stepChart: { loss: 'Loss', parts: 'Parts', gradient: 'Gradient', rate: 'Rate', sure: 'Sure' },
  gradientCurve: 'length',
  rateCurve: 'rate',
  sureCurve: 'share of pixels',
  scoreChart: (metric: string) => `${metric} on validation`,
  trainCurve: 'train',
  stepCurve: 'each step',
  epochCurve: 'each epoch',
  validationCurve: 'validation',
  meanCurve: 'mean',
  trainMeanCurve: 'mean in training',
  onValidation: (part: string) => `${part}, val.`,
  overEpochs: 'over epochs',
  atNetworkSize: (sizePx: string) => `over epochs, measured at ${sizePx} px`,
  atEpoch: (epoch: string) => `epoch ${epoch}`,
  smoothing: 'Smoothing',
  logarithmic: 'Log',
  logarithmicHelp:
    'Each line of the axis as many times the one before: late, small changes can be seen.',
  shows: 'Curves or scores',
  rateAt: (rate: string) => `learning rate ${rate}`,
  metric: {
    iou: 'IoU',
    dice: 'Dice',
    precision: 'Precision',
    recall: 'Recall',
    boundary: 'Outline',
  },

  strip: 'The same pictures, every epoch',
  stripEpoch: (epoch: string) => `epoch ${epoch}`,
  stripLatest: (epoch: string) => `epoch ${epoch}, latest`,
  stripScrub: 'Epoch looked at',
  stripShown: 'What is shown of them',
  stripShows: { prediction: 'prediction', label: 'label', error: 'error', picture: 'picture' },
  stripNone: 'No picture is held out to validate: there is nothing to predict here.',
  open: (picture: string) => `Open ${picture}`,
  stripEmpty:
    'After the first epoch the same few validation pictures are predicted here, and again after each.',

  runs: 'Runs',
  columns: {
    compare: 'Lay its curves over',
    run: 'run',
    model: 'model',
    differs: 'what differs',
    state: 'state',
    best: 'best mean IoU',
    time: 'time',
  },
  noDifference: 'as the recipe',
  delete: 'Delete the run',
  deleted: (run: string) => `${run} was deleted.`,
  predict: 'Predict all pictures',
  predicting: (run: string) => `Predicting all pictures with ${run}`,
  predicted: (run: string) => `All pictures were predicted with ${run}.`,
  look: 'Look at them',

  tabs: { curves: 'Curves', scores: 'Scores', layers: 'Layers' },
  evaluate: 'Evaluate',
  evaluateAgain: 'Evaluate again',
  noWeights: 'There is nothing to evaluate yet: weights come with the first epoch.',
  perClass: 'For each class',
  pixels: (pixels: string) => `${pixels} pixels`,
  evaluateOn: 'Pictures',
  evaluateSplits: { val: 'validation', test: 'test', train: 'train', all: 'all splits' },
  weights: 'Weights',
  weightsNames: { best: 'best epoch', last: 'last epoch' },
  noScores:
    'Evaluate the run on a split to see how well it finds each class, and what it mistakes for what.',
  scoresOf: (pictures: string, split: string) =>
    `${pictures} of ${split}, measured at each picture's own size`,
  outlinesWithin: (percent: string) => `outlines within ${percent} % of the diagonal`,
  class: 'class',
  iou: 'IoU',
  iouHelp: 'Pixels found right, over all pixels that are labelled or predicted as the class.',
  dice: 'Dice',
  diceHelp:
    'Twice the pixels found right, over labelled plus predicted: kinder than IoU, the same order.',
  precision: 'precision',
  recall: 'recall',
  precisionHelp: 'Of the pixels predicted as the class, how many are: low where it sees too much.',
  recallHelp:
    'Of the pixels labelled as the class, how many were found: low where it sees too little.',
  boundary: 'outline',
  boundaryHelp:
    'How well predicted outlines lie on labelled ones, within 0.75 % of the picture’s diagonal: what IoU hardly tells of large objects.',
  pixelAccuracy: 'pixel accuracy',
  pixelAccuracyHelp:
    'Share of pixels named right. Misleading when background fills the picture: naming everything background already scores high.',
  confusion: 'Labelled as (row), predicted as (column)',
  mistakes: {
    help: 'Click on a mistake for the pictures behind it.',
    cell: (label: string, prediction: string, share: string) =>
      `${label} predicted as ${prediction}: ${share}. Show the pictures`,
    title: (label: string, prediction: string) =>
      `${label}, predicted as ${prediction}: the pictures with most of it`,
    worst: 'Pictures with the lowest IoU',
    pixels: (pixels: string) => `${pixels} px`,
    open: (name: string, what: string) => `Open ${name}, ${what}`,
  },
  thresholds: {
    title: 'IoU at each threshold',
    x: 'threshold: the probability from which a class is taken',
    mean: 'mean',
    at: (threshold: string) => `threshold ${threshold}`,
    best: (threshold: string, iou: string, used: string) =>
      `At ${threshold} the mean IoU would be ${iou}; measured was at ${used}.`,
    bestIsUsed: (used: string) => `No threshold would score higher than the ${used} measured at.`,
  },
  calibration: {
    title: 'How honest the probabilities are',
    x: 'probability that the network gave',
    measured: 'of them right',
    honest: 'as it should be',
    at: (probability: string) => `probability ${probability}`,
    help: 'Of the pixels that were given a class with a probability, how many are of it. Below the line the network is too sure, above it too modest.',
  },
  background: 'background',

  welcomeTitle: 'No run yet',
  welcome:
    'Click Train. The first point of the curves appears within seconds, and after each epoch the same few pictures show what the network has learned.',
  emptyTitle: 'Nothing to train on yet',
  toImport: 'Import pictures',
  toAnnotate: 'Annotate',
  noPictures: 'Training needs pictures with masks: import some, or annotate a few dozen.',
} as const;
