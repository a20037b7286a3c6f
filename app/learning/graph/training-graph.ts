import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { logitsOf } from '../models/forward.ts';
import { weightSpecs, type WeightSpec } from '../models/network.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import { plainAdam, slotsOf, type OptimiserSettings } from '../operations/optimisers.ts';
import { averageName } from '../run/averages.ts';
import {
  certaintyOf,
  lossAndGradients,
  lossFrom,
  sumWithin,
  type StepSettings,
} from '../run/step.ts';
import { assign, constant, identity, placeholder, type, variable } from './nodes.ts';
import { averagingNodes, freshShareName } from './average-nodes.ts';
import { figureNodes, figures, movingNodes } from './optimiser-nodes.ts';
import type { Node } from './graph-def.ts';
import { record, source, type Source } from './recorder.ts';

/** What is fed and what is fetched, by name. */
export const names = {
  pictures: 'pictures',
  labels: 'labels',
  pseudoWeight: 'pseudo_weight',
  answeredPictures: 'answered_pictures',
  answeredLabels: 'answered_labels',
  key: 'key',
  rate: figures.rate,
  loss: 'loss',
  found: 'found',
  squares: 'squares',
  applied: 'applied',
  withinFinite: 'within_finite',
  allSet: 'all_set',
  validationLoss: 'validation_loss',
  validationFound: 'validation_found',
  validationClasses: 'validation_classes',
  validationCertainty: 'validation_certainty',
  read: (weight: string) => `${weight}/read`,
  given: (weight: string) => `${weight}/given`,
} as const;

/** The variables that are kept for a weight: the optimiser's, and its average. */
export function slotNames(
  { optimiser = plainAdam, averaging = 0 }: Pick<StepSettings, 'optimiser' | 'averaging'>,
  { name, trained }: Pick<WeightSpec, 'name' | 'trained'>,
): readonly string[] {
  return [
    ...(trained ? optimiserSlots(optimiser, name) : []),
    ...(averaging > 0 ? [averageName(name)] : []),
  ];
}

function optimiserSlots(optimiser: OptimiserSettings, weight: string): readonly string[] {
  return slotsOf(optimiser).map((slot) => `${weight}/${slot}`);
}

/**
 * One graph with everything a run computes: a step, which moves the variables, and a validation of the same variables.
 * Weights and what the optimiser keeps of them are variables; batch, key and the step's figures are fed. `batch` pictures are
 * answered for at once, and learned from, with as many pseudo-labelled ones behind them where the settings have such.
 */
export function trainingGraph(
  backend: KernelBackend,
  settings: StepSettings,
  batch: number,
): readonly Node[] {
  const { network } = settings;
  const { width, height } = network.input;
  const learned = settings.pseudoLabelled === true ? 2 * batch : batch;
  const picturesShape = (count: number) => [count, height, width, 3];
  const pixels = (count: number) => [count * height * width];
  const specs = weightSpecs(network);
  const weightsBy = (nameOf: (weight: string) => string) =>
    specs.map(
      ({ name, shape }) => [name, source(names.read(nameOf(name)), shape, 'float')] as const,
    );
  const batchFed = (from: { pictures: string; labels: string }, count: number) =>
    [
      [names.pictures, source(from.pictures, picturesShape(count), 'float')],
      [names.labels, source(from.labels, pixels(count), 'int32')],
    ] as const;
  const answered = { pictures: names.answeredPictures, labels: names.answeredLabels };
  const given = new Map<string, Source>([
    ...weightsBy((weight) => weight),
    ...batchFed(names, learned),
    [names.key, source(names.key, [1], 'int32')],
    ...(settings.pseudoLabelled === true
      ? [[names.pseudoWeight, source(names.pseudoWeight, [], 'float')] as const]
      : []),
  ]);
  const answering = settings.averaging ? averageName : (weight: string) => weight;
  return [
    placeholder(names.pictures, picturesShape(learned)),
    placeholder(names.labels, pixels(learned), 'int32'),
    placeholder(names.key, [1], 'int32'),
    ...(settings.pseudoLabelled === true ? [placeholder(names.pseudoWeight, [])] : []),
    placeholder(answered.pictures, picturesShape(batch)),
    placeholder(answered.labels, pixels(batch), 'int32'),
    ...specs.flatMap((spec) =>
      variablesOf(settings, spec).flatMap((name) => variable(name, spec.shape)),
    ),
    ...settingOf(specs.flatMap((spec) => variablesOf(settings, spec))),
    ...stepOf(backend, settings, { specs, given }),
    ...validationOf(
      backend,
      settings,
      new Map([...weightsBy(answering), ...batchFed(answered, batch)]),
    ),
  ];
}

interface Given {
  readonly specs: readonly WeightSpec[];
  readonly given: ReadonlyMap<string, Source>;
}

function variablesOf(settings: StepSettings, spec: WeightSpec): readonly string[] {
  return [spec.name, ...slotNames(settings, spec)];
}

function settingOf(variables: readonly string[]): readonly Node[] {
  return [
    constant('set', Float32Array.of(1)),
    identity(names.allSet, 'set', { after: variables.map((name) => `${name}/set`), kind: 'float' }),
  ];
}

function stepOf(
  backend: KernelBackend,
  settings: StepSettings,
  { specs, given }: Given,
): readonly Node[] {
  const { optimiser = plainAdam, clipNorm = 0, averaging = 0 } = settings;
  const trained = specs.filter((spec) => spec.trained);
  const gathered = specs.filter((spec) => !spec.trained);
  const { nodes, results } = record(backend, { prefix: 'step', sources: given }, (tensors) => {
    const fresh = new Map<string, Tensor1D>();
    const found: [string, Tensor][] = [];
    const parameters = {
      trained: () => tensorsOf(trained, tensors),
      gathered: () => tensorsOf(gathered, tensors),
    };
    const [loss, ...gradients] = lossAndGradients(settings, parameters, {
      batch: { ...batchIn(tensors), ...pseudoWeightIn(tensors) },
      key: tensorIn<Tensor1D>(tensors, names.key),
      gathered: fresh,
      found: (figures) => void found.push([names.found, figures]),
    });
    const squares = settings.operations.sumOfSquares(gradients);
    const within = sumWithin(loss, [...fresh.values()]);
    const clipped = clipNorm > 0 ? clippedTo(clipNorm, gradients, squares) : gradients;
    return new Map<string, Tensor>([
      [names.loss, loss],
      ...found,
      [names.withinFinite, tf.isFinite(within)],
      [names.squares, squares],
      ['is_finite', tf.isFinite(tf.addN([squares, within]))],
      ...trained.map(({ name }, index): [string, Tensor] => [name, clipped[index] ?? loss]),
      ...fresh,
    ]);
  });
  const result = resultsIn(results);
  const moves = trained.map(({ name, shape }) => {
    const slots = optimiserSlots(optimiser, name);
    const moved = { variable: name, read: names.read(name), slots, gradient: result(name), shape };
    return movingNodes(optimiser, moved, 'go');
  });
  const assigns = gathered.map(({ name }) =>
    assign(`${name}/gathered`, { variable: name, value: result(name), after: 'go' }),
  );
  const last = [...moves.flatMap((each) => each.slice(-1)), ...assigns];
  const ordered = [...trained, ...gathered];
  const averages =
    averaging === 0
      ? []
      : ordered.map((spec, at) => averagingNodes(spec.name, last[at]?.name ?? 'go'));
  return [
    ...nodes,
    identity(names.loss, result(names.loss), { kind: 'float' }),
    identity(names.found, result(names.found), { kind: 'float' }),
    identity(names.squares, result(names.squares), { kind: 'float' }),
    identity(names.withinFinite, result(names.withinFinite)),
    ...figureNodes(optimiser),
    // What stands behind `go` happens when all is finite; then `applied` is true.
    {
      name: 'gate',
      op: 'Switch',
      inputs: [result('is_finite'), result('is_finite')],
      attributes: { T: type('bool') },
    },
    identity('go', 'gate:1'),
    identity('stay', 'gate:0'),
    ...moves.flat(),
    ...assigns,
    ...(averaging === 0 ? [] : [placeholder(freshShareName, [])]),
    ...averages.flat(),
    identity('gone', 'go', {
      after: [...last, ...averages.flatMap((each) => each.slice(-1))].map(({ name }) => name),
    }),
    {
      name: names.applied,
      op: 'Merge',
      inputs: ['gone', 'stay'],
      attributes: { T: type('bool'), N: { kind: 'whole', value: 2 } },
    },
  ];
}

/** As the step without a graph does it in JavaScript. */
function clippedTo(most: number, gradients: readonly Tensor[], squares: Scalar): readonly Tensor[] {
  const share = tf.div(most, tf.maximum(tf.sqrt(squares), most));
  return gradients.map((gradient) => tf.mul(gradient, share));
}

function validationOf(
  backend: KernelBackend,
  settings: StepSettings,
  given: ReadonlyMap<string, Source>,
): readonly Node[] {
  const { network, operations } = settings;
  const { nodes, results } = record(
    backend,
    { prefix: 'validation', sources: given },
    (tensors) => {
      const weights = tensorsOf(weightSpecs(network), tensors);
      const { pictures, labels } = batchIn(tensors);
      const logits = logitsOf({ network, operations, weights, mode: { kind: 'answer' } }, pictures);
      const found: [string, Tensor][] = [];
      const loss = lossFrom(settings, logits, labels, (figures) => {
        found.push([names.validationFound, figures]);
      });
      return new Map<string, Tensor>([
        [names.validationLoss, loss],
        ...found,
        [names.validationClasses, tf.argMax(logits, 3)],
        [names.validationCertainty, certaintyOf(logits)],
      ]);
    },
  );
  const result = resultsIn(results);
  return [
    ...nodes,
    identity(names.validationLoss, result(names.validationLoss), { kind: 'float' }),
    identity(names.validationFound, result(names.validationFound), { kind: 'float' }),
    identity(names.validationClasses, result(names.validationClasses), { kind: 'int32' }),
    identity(names.validationCertainty, result(names.validationCertainty), { kind: 'float' }),
  ];
}

function batchIn(tensors: ReadonlyMap<string, Tensor>): { pictures: Tensor4D; labels: Tensor1D } {
  return {
    pictures: tensorIn<Tensor4D>(tensors, names.pictures),
    labels: tensorIn<Tensor1D>(tensors, names.labels),
  };
}

function pseudoWeightIn(tensors: ReadonlyMap<string, Tensor>): { pseudoWeight?: Scalar } {
  const pseudoWeight = tensors.get(names.pseudoWeight) as Scalar | undefined;
  return pseudoWeight === undefined ? {} : { pseudoWeight };
}

function tensorsOf(
  specs: readonly WeightSpec[],
  tensors: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  return new Map(specs.map(({ name }) => [name, tensorIn(tensors, name)]));
}

function tensorIn<T extends Tensor>(tensors: ReadonlyMap<string, Tensor>, name: string): T {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`The recording begins without “${name}”.`);
  return tensor as T;
}

function resultsIn(results: ReadonlyMap<string, string>): (name: string) => string {
  return (name) => {
    const output = results.get(name);
    if (output === undefined) throw new Error(`The recording gave no “${name}”.`);
    return output;
  };
}
