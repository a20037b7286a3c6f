import { count, counted } from './numbers.ts';

/** Looking into a network: what each kind of layer is called and does. */

type Built = Readonly<Record<string, number | string | boolean>>;

const kinds: Readonly<Record<string, string>> = {
  input: 'picture',
  convolution: 'convolution',
  'transposed-convolution': 'transposed convolution',
  'depthwise-convolution': 'convolution, each channel',
  normalisation: 'normalisation',
  'group-normalisation': 'normalisation by groups',
  dropout: 'dropout',
  'max-pool': 'pooling',
  unpool: 'unpooling',
  upsample: 'enlarging',
  'average-grid': 'averages',
  'enlarge-grid': 'enlarging',
  crop: 'cut to size',
  concatenate: 'joining',
  add: 'adding',
  multiply: 'weighing',
  softmax: 'softmax',
};

const activations: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  relu6: 'ReLU up to 6',
  sigmoid: 'sigmoid',
  'hard-sigmoid': 'hard sigmoid',
  'hard-swish': 'hard swish',
};

function kindOf(kind: string, built: Built): string {
  if (kind === 'activation') return activations[String(built['of'])] ?? kind;
  return kinds[kind] ?? kind;
}

function square(side: unknown): string {
  return `${String(side)} × ${String(side)}`;
}

function spread({ dilation, stride }: Built): string {
  const apart = Number(dilation) > 1 ? `, whose numbers stand ${String(dilation)} apart` : '';
  return Number(stride) > 1
    ? `${apart}, in steps of ${String(stride)}: the map’s side becomes ${String(stride)} times shorter`
    : apart;
}

/** What a layer of this kind does, in a sentence or two. */
function about(kind: string, built: Built): string {
  const { kernel, stride, factor } = built;
  switch (kind) {
    case 'input':
      return 'The picture as the network sees it: red, green and blue from 0 to 1, fitted into a square and black where there is only padding.';
    case 'convolution':
      return Number(kernel) === 1
        ? 'Each value is a weighted sum of all channels at that one place: channels are mixed, places are not.'
        : `Each value is a weighted sum of ${square(kernel)} values in all channels${spread(built)}. The weights are what was learned: each channel looks for one pattern, everywhere.`;
    case 'depthwise-convolution':
      return `Each channel is convolved by itself with a kernel of ${square(kernel)}${spread(built)}. Mixing the channels is left to the next layer, which costs far less.`;
    case 'transposed-convolution':
      return Number(stride) > 1
        ? `A convolution run backwards, also called deconvolution: each value, times a kernel of ${square(kernel)}, is laid down ${String(stride)} pixels further than the last, and what overlaps is added up. The map becomes ${String(stride)} times as large.`
        : `A convolution run backwards, also called deconvolution: each value, times a kernel of ${square(kernel)}, is laid over its surroundings, and what overlaps is added up.`;
    case 'normalisation':
      return 'Each channel is shifted and scaled by the average and spread gathered while it learned, then by two learned numbers. Nothing moves; values come to one size.';
    case 'group-normalisation':
      return 'Groups of channels are shifted and scaled by their own average and spread in this picture. Nothing moves; values come to one size.';
    case 'activation':
      return activationAbout(String(built['of']));
    case 'dropout':
      return `While it learns, ${String(Math.round(Number(built['rate']) * 100))} % of the values are left out by chance, so that none is relied on alone. When it answers, as here, everything passes.`;
    case 'max-pool':
      return 'Of each 2 × 2 values the largest goes on. The map becomes half as large: what was found is kept, where exactly is not.';
    case 'unpool':
      return 'Each value goes back to where the largest of its 2 × 2 stood when it was pooled; the other three become 0. Places come back, and the next layers fill the gaps.';
    case 'upsample':
      return built['interpolation'] === 'nearest'
        ? `Each value is repeated ${square(factor)} times. Nothing is learned here.`
        : `The map becomes ${String(factor)} times as large; between two values it goes over in even steps. Nothing is learned here.`;
    case 'average-grid':
      return Number(built['cells']) === 1
        ? 'Each channel becomes one number, its average: what the picture is like as a whole.'
        : `The picture is laid out in ${square(built['cells'])} parts, and each becomes its average: what is roughly where.`;
    case 'enlarge-grid':
      return 'The few averages are spread over the whole map again, so that every place knows of the whole.';
    case 'crop':
      return 'Rows and columns are cut off at the right and the bottom, so that two maps fit each other.';
    case 'concatenate':
      return 'The channels of several layers are put side by side, for the next one to take from: in a U-Net, detail of the way down beside what the deep layers know.';
    case 'add':
      return 'The maps of several layers are added up, value by value: what one has found is laid over what the other has.';
    case 'multiply':
      return 'One map is multiplied by another: what the second finds unimportant goes to 0.';
    case 'softmax':
      return 'The scores become probabilities, which add up to 1 at each pixel. This is the answer.';
    default:
      return '';
  }
}

function activationAbout(of: string): string {
  switch (of) {
    case 'relu':
      return 'What is below 0 becomes 0, the rest passes. Without such a bend, many layers could do no more than one.';
    case 'relu6':
      return 'What is below 0 becomes 0, what is above 6 becomes 6, the rest passes.';
    case 'hard-swish':
      return 'Far below 0 nothing passes, far above everything, and it goes over smoothly in between.';
    default:
      return 'Every value is brought between 0 and 1: how much of something else is let through.';
  }
}

/** A number in a cell of six characters at most. */
function cell(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.005) return value > 0 ? '+0' : '−0';
  return `${value < 0 ? '−' : ''}${figureOf(size)}`;
}

function figureOf(size: number): string {
  if (size >= 1e4) return size.toExponential(0);
  if (size >= 100) return size.toFixed(0);
  return size >= 10 ? size.toFixed(1) : size.toFixed(2);
}

function otherChannels(inputs: number): string {
  return `The other ${counted(inputs - 1, 'channel')}`;
}

export const layers = {
  picture: 'Picture',
  pictureHelp: 'Any other: open it in Annotate and come back.',
  noWeights: 'There is nothing to look into yet: weights come with the first epoch.',
  noWeightsTitle: 'No weights yet',
  noPicture: 'There is no picture to look at. Import some first.',
  working: (name: string) => `What the network makes of ${name}`,
  starting: 'Loading the network',
  progress: (done: string, total: string) => `${done} of ${total} layers`,
  stop: 'Stop',
  stoppedTitle: 'This was stopped',
  stopped: 'What the layers of this run make of the picture is worked out when you like.',
  again: 'Look',
  lookAgain: 'Look again, with the weights as they are now',
  failedTitle: 'The picture did not go through the network',
  middle: (tiles: number) =>
    `This run looks at pictures in ${count(tiles)} × ${count(tiles)} parts: this is the one in the middle.`,
  legend: 'White is much, black is 0, blue is below 0; each layer has its own scale.',
  network: 'Layers of the network, from the picture to the answer',
  kindOf,
  about,
  shape: (side: number, channels: number) => `${count(side)}² × ${count(channels)}`,
  nth: (place: number, of: number) => `Layer ${count(place)} of ${count(of)}`,
  figures: {
    takes: 'takes',
    gives: 'gives',
    parameters: 'parameters',
    sees: 'sees',
    range: 'values',
    zeros: 'exactly 0',
    white: 'white is',
  },
  from: (min: string, max: string) => `${min} to ${max}`,
  px: (side: number) => `${count(side)} px`,
  cell,
  channels: (name: string) => `Channels of ${name}`,
  /** Counted from 1, as rows and columns are. */
  channel: (channel: number) => `Channel ${count(channel + 1)}`,
  colours: ['red', 'green', 'blue'] as readonly string[],
  shownOf: (shown: number, of: number) =>
    shown === of
      ? counted(of, 'channel')
      : `The ${count(shown)} of ${count(of)} channels that vary most`,
  map: (channel: string) => `Map of ${channel}`,
  marked: (row: number, column: number) => `row ${count(row + 1)}, column ${count(column + 1)}`,
  mapKeys: 'A click or the arrow keys mark a value.',
  field: 'What the marked value sees',
  fieldText: (width: number, height: number) =>
    `${count(width)} × ${count(height)} px, of the picture as the network sees it`,
  fieldAll: 'All of it, and beyond: ',
  steps: {
    title: 'Where each number goes',
    counting: 'Fetching the numbers',
    input: (channel: string) => `Comes in: ${channel}`,
    pooled: 'What was pooled',
    kernel: 'Kernel',
    output: 'Goes out',
    outputSum: 'Adds up to',
    nth: (step: number, of: number) => `Step ${count(step)} of ${count(of)}`,
    back: 'Step back',
    on: 'Step on',
    play: 'Play',
    pause: 'Pause',
    largest: (of: readonly string[], largest: string) =>
      `Of ${of.join(', ')} the largest goes on: ${largest}.`,
    backTo: (value: string) =>
      `${value} goes back to where the largest of these four stood; the others become 0.`,
    repeated: (value: string, times: number) => `${value} is repeated ${square(times)} times.`,
    between: (value: string) =>
      `From ${value} it goes over to its neighbours on the right and below in even steps.`,
    laid: (value: string, sizePx: number) =>
      `${value}, times the kernel of ${square(sizePx)}, is added here.`,
    weighed: (sum: string, sizePx: number) =>
      `The kernel of ${square(sizePx)} lies over these: each times its weight, added up, is ${sum}.`,
    others: (inputs: number) =>
      inputs > 1
        ? `${otherChannels(inputs)} add theirs likewise, and the bias where there is one: this is what the layer gives.`
        : 'With the bias where there is one: this is what the layer gives.',
    othersLaid: (inputs: number) =>
      inputs > 1
        ? `${otherChannels(inputs)} and the neighbours outside add theirs likewise: this is what the layer gives.`
        : 'The neighbours outside add theirs likewise: this is what the layer gives.',
  },
};
