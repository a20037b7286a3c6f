import * as v from 'valibot';
import { StudioError } from './errors.ts';
import { isUnnormalised, zooNames, type ZooName } from './zoo.ts';
import { runName } from './shapes.ts';

/** The models of our own, some of them published ones made lighter. */
export const ownModelNames = [
  'unet',
  'unet-tutorial',
  'fcn-8s',
  'fcn-16s',
  'fcn-32s',
  'segnet',
  'deconvnet',
  'pspnet',
  'deeplab',
  'lraspp',
  'fast-scnn',
] as const;
export type OwnModelName = (typeof ownModelNames)[number];

/** The models this version can train. */
export const modelNames = [...ownModelNames, ...zooNames];
export type ModelName = OwnModelName | ZooName;

export const backendNames = ['auto', 'tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** The parts of a loss that is a sum, by their names; none of any other. */
export function lossPartsOf(loss: TrainingSettings['loss']): readonly string[] {
  return loss.includes('+') ? loss.split('+') : [];
}

export const lossNames = [
  'cross-entropy+dice',
  'cross-entropy',
  'cross-entropy+tversky',
  'cross-entropy+lovasz',
  'focal',
  'focal+dice',
  'dice',
] as const;

/** How the learning rate goes over a run. */
export const scheduleNames = ['cosine', 'constant', 'poly', 'step', 'one-cycle'] as const;

/** How weights follow their gradients. */
export const optimiserNames = ['adam', 'adamw', 'sgd'] as const;

/** What may follow a convolution of the U-Net, and how it may go back up. */
export const normalisationNames = ['batch', 'groups', 'none'] as const;
export const enlargementNames = ['nearest', 'transposed'] as const;

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

export const mostPicturesAtOnce = 256;

/**
 * How to train, parsed by the studio at the door and once more by the engine from the job folder.
 * What is left out follows the model's own recipe: see `recipeOf`.
 */
export const trainingSettings = v.object({
  model: v.picklist(modelNames),
  /** Side of the square the network sees, in pixels. Any will do: levels that do not halve evenly are cut to fit. */
  size: whole(16, 1024),
  /**
   * Into how many parts across and down a picture is taken apart, each of them as large as what the network sees: it is
   * letterboxed into a square of `size * tiles` pixels, and looked at in windows of `size`.
   */
  tiles: v.optional(whole(1, 8), 1),
  epochs: whole(1, 10_000),
  batch: whole(1, mostPicturesAtOnce),
  /** Learning rate at its highest. */
  rate: v.pipe(v.number(), v.minValue(1e-8), v.maxValue(10)),
  seed: whole(0, 2 ** 31 - 1),
  backend: v.picklist(backendNames),
  schedule: v.picklist(scheduleNames),
  loss: v.picklist(lossNames),
  /** Weigh classes by how rare their pixels are, so that the background does not win by filling the picture. */
  classBalance: v.boolean(),
  flip: v.boolean(),
  colorJitter: v.boolean(),
  /** Show pictures somewhat larger or smaller, and moved. */
  scaleJitter: v.boolean(),
  /** Turn pictures by up to so many degrees, either way. */
  rotate: v.optional(whole(0, 180), 0),
  /** Show a part of the picture, of at least this share of its side; 1 for the whole. */
  crop: v.optional(v.pipe(v.number(), v.minValue(0.2), v.maxValue(1)), 1),
  /** Show some pictures less sharp. */
  blur: v.optional(v.boolean(), false),
  /** Cover a part of some pictures. */
  cutout: v.optional(v.boolean(), false),
  /** Paste objects of other pictures into some pictures. */
  copyPaste: v.optional(v.boolean(), false),
  /** Show pictures with rare classes more often. */
  oversample: v.optional(v.boolean(), false),
  /** End early when so many epochs in a row were no better than the best; 0 for never. */
  patience: v.optional(whole(0, 10_000), 0),
  /** The NVIDIA card to compute on: `auto`, `none` for the processor, or a card's index, id or a part of its name. */
  gpu: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)), 'auto'),
  /** What TensorFlow may take of the card's memory, in MiB; 0 for all that is free. */
  gpuMemoryMb: v.optional(whole(0, 2 ** 21), 0),
  /** Filters of every layer, as a multiple of the model's own. */
  width: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(8)), 1),
  /** Of the U-Net: its levels, each half as large as the one before. */
  depth: v.optional(whole(2, 7), 5),
  /** Of the U-Net: what follows each convolution. */
  normalise: v.optional(v.picklist(normalisationNames), 'batch'),
  /** Of the U-Net: how each level is made as large as the one above. */
  enlarge: v.optional(v.picklist(enlargementNames), 'nearest'),
  optimiser: v.optional(v.picklist(optimiserNames), 'adam'),
  /** Of AdamW: what each step takes off the weights of convolutions, as a multiple of weight and rate. */
  weightDecay: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
  /** The longest that all gradients of a step may be together; 0 for any length. */
  clipNorm: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 0),
  /** The share of a running average of the weights that stays at each step; 0 for no average: the weights themselves answer. */
  ema: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.99999)), 0),
  /** Learn from pictures without labels too: what a teacher, the weights' average, is sure of there is taught as if it were labelled. */
  unlabelled: v.optional(v.boolean(), false),
  /** What the loss on such pictures counts beside that on labelled ones. */
  unlabelledWeight: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 1),
  /** The least probability of its class by which the teacher is sure of a pixel. */
  confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.95),
  /** Let inner levels of the way up answer too while the network learns: of networks that have such levels. */
  deepSupervision: v.optional(v.boolean(), false),
});
export type TrainingSettings = v.InferOutput<typeof trainingSettings>;

/** Beyond that, in pixels, one picture would take more memory than a computer has to spare. */
const largestMapPx = 4096;

/** Side of the square that pictures are letterboxed into, and of the maps that are predicted of them, in pixels. */
export function mapSideOf({ size, tiles }: Pick<TrainingSettings, 'size' | 'tiles'>): number {
  return size * tiles;
}

/** The largest `size` that may be chosen with so many parts, and the most `tiles` with such a size. */
export function largestSizeOf(tiles: number): number {
  return Math.min(1024, Math.floor(largestMapPx / tiles));
}
export function mostTilesOf(size: number): number {
  return Math.min(8, Math.floor(largestMapPx / size));
}

/** Which settings say how pictures are varied. */
export const variedBy = v.pick(trainingSettings, [
  'seed',
  'tiles',
  'flip',
  'colorJitter',
  'scaleJitter',
  'rotate',
  'crop',
  'blur',
  'cutout',
  'copyPaste',
]);
export type VariedBy = v.InferOutput<typeof variedBy>;

/** What of the settings says which network it is; what is left out is as the model has it. */
export const networkSettingNames = [
  'model',
  'size',
  'width',
  'depth',
  'normalise',
  'enlarge',
] as const satisfies readonly (keyof TrainingSettings)[];
export type NetworkSettings = Pick<TrainingSettings, 'model' | 'size' | 'width'> &
  Partial<Pick<TrainingSettings, (typeof networkSettingNames)[number]>>;

/** What computes a run, which is no part of its recipe and may change when it goes on. */
export const deviceChoice = v.partial(v.pick(trainingSettings, ['backend', 'gpu', 'gpuMemoryMb']));
export type DeviceChoice = v.InferOutput<typeof deviceChoice>;

/** A run's settings with what is to compute it now; what was not chosen stays. */
export function onDevice(
  { backend, gpu, gpuMemoryMb, ...recipe }: TrainingSettings,
  chosen: DeviceChoice,
): TrainingSettings {
  return {
    ...recipe,
    backend: chosen.backend ?? backend,
    gpu: chosen.gpu ?? gpu,
    gpuMemoryMb: chosen.gpuMemoryMb ?? gpuMemoryMb,
  };
}

/** What a person chooses; the model's recipe fills in the rest. */
export const trainingChoice = v.object({
  ...v.partial(trainingSettings).entries,
  run: v.optional(runName),
});
export type TrainingChoice = v.InferOutput<typeof trainingChoice>;

/**
 * Settings that came later, with what says that all is as it was before there was one: a run of that time can be gone on with.
 * What a setting does by default is the recipe's to say, not this list's.
 */
export const asBefore = {
  width: 1,
  depth: 5,
  normalise: 'batch',
  enlarge: 'nearest',
  optimiser: 'adam',
  weightDecay: 0.01,
  clipNorm: 0,
  ema: 0,
  rotate: 0,
  crop: 1,
  blur: false,
  cutout: false,
  copyPaste: false,
  oversample: false,
  unlabelled: false,
  unlabelledWeight: 1,
  confidence: 0.95,
  tiles: 1,
  deepSupervision: false,
} as const satisfies Partial<TrainingSettings>;

const shared = {
  seed: 0,
  backend: 'auto',
  size: 200,
  batch: 8,
  patience: 0,
  gpu: 'auto',
  gpuMemoryMb: 0,
  ...asBefore,
} as const;

/** For networks that normalise: what the default model learns well by. */
const normalised = {
  ...shared,
  epochs: 50,
  rate: 2e-3,
  schedule: 'cosine',
  loss: 'cross-entropy+dice',
  classBalance: true,
  flip: true,
  colorJitter: true,
  scaleJitter: true,
} as const;

/** The default settings of each model. `unet-tutorial` is the tutorial's own recipe, faults and all. */
export const recipes: Readonly<Record<ModelName, TrainingSettings>> = {
  unet: { ...normalised, model: 'unet' },
  'unet-tutorial': {
    ...shared,
    model: 'unet-tutorial',
    epochs: 5,
    batch: 2,
    rate: 1e-3,
    schedule: 'constant',
    loss: 'cross-entropy',
    classBalance: false,
    flip: false,
    colorJitter: false,
    scaleJitter: false,
  },
  'fcn-8s': { ...normalised, model: 'fcn-8s' },
  'fcn-16s': { ...normalised, model: 'fcn-16s' },
  'fcn-32s': { ...normalised, model: 'fcn-32s' },
  segnet: { ...normalised, model: 'segnet' },
  deconvnet: { ...normalised, model: 'deconvnet' },
  pspnet: { ...normalised, model: 'pspnet' },
  deeplab: { ...normalised, model: 'deeplab' },
  lraspp: { ...normalised, model: 'lraspp' },
  'fast-scnn': { ...normalised, model: 'fast-scnn' },
  ...zooRecipes(),
};

/** At their published width they learn by smaller steps, and those that nothing normalises by smaller ones still. */
function zooRecipes(): Record<ZooName, TrainingSettings> {
  return Object.fromEntries(
    zooNames.map((model) => [
      model,
      { ...normalised, model, rate: isUnnormalised(model) ? 1e-4 : 1e-3 },
    ]),
  ) as Record<ZooName, TrainingSettings>;
}

/** What the pictures decide where a person does not: how long a run is, and what else it learns from. */
export const decidedByPictures: readonly (keyof TrainingSettings)[] = ['epochs', 'unlabelled'];

/** The recipe of the chosen model, with what the person chose laid over it. Throws StudioError for settings that do not go together. */
export function settingsFrom(choice: TrainingChoice): TrainingSettings {
  const chosen = Object.entries(choice).filter(
    ([key, value]) => key !== 'run' && value !== undefined,
  );
  const settings = v.parse(trainingSettings, {
    ...recipes[choice.model ?? 'unet'],
    ...Object.fromEntries(chosen),
  });
  const sidePx = mapSideOf(settings);
  if (sidePx > largestMapPx) {
    throw new StudioError(
      'bad-input',
      `${settings.tiles} x ${settings.tiles} parts of ${settings.size} pixels make a picture of ${sidePx} pixels; ${largestMapPx} is the most. Take fewer parts or a smaller picture size.`,
    );
  }
  return settings;
}
