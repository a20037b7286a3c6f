import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { logitsOf } from '../models/forward.ts';
import { weightSpecs, type WeightSpec } from '../models/network.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import { adam } from '../operations/operations.ts';
import { lossAndGradients, lossFrom, sumWithin, type StepSettings } from '../run/step.ts';
import { assign, constant, identity, placeholder, type, variable } from './nodes.ts';
import type { Node } from './graph-def.ts';
import { record, source, type Source } from './recorder.ts';

/** What is fed and what is fetched, by name. */
export const names = {
  pictures: 'pictures',
  labels: 'labels',
  key: 'key',
  beta1Power: 'beta1_power',
  beta2Power: 'beta2_power',
  rate: 'rate',
  loss: 'loss',
  applied: 'applied',
  withinFinite: 'within_finite',
  allSet: 'all_set',
  validationLoss: 'validation_loss',
  validationClasses: 'validation_classes',
  read: (weight: string) => `${weight}/read`,
  given: (weight: string) => `${weight}/given`,
  first: (weight: string) => `${weight}/first`,
  second: (weight: string) => `${weight}/second`,
} as const;

/**
 * One graph with everything a run computes: a step, which moves the variables, and a validation of the same variables.
 * Weights and the optimiser's moments are variables; batch, key and rate are fed.
 */
export function trainingGraph(
  backend: KernelBackend,
  settings: StepSettings,
  batch: number,
): readonly Node[] {
  const { network } = settings;
  const { width, height } = network.input;
  const picturesShape = [batch, height, width, 3];
  const pixels = batch * height * width;
  const specs = weightSpecs(network);
  const weights = new Map(
    specs.map(({ name, shape }) => [name, source(names.read(name), shape, 'float')]),
  );
  const given = new Map<string, Source>([
    ...weights,
    [names.pictures, source(names.pictures, picturesShape, 'float')],
    [names.labels, source(names.labels, [pixels], 'int32')],
    [names.key, source(names.key, [1], 'int32')],
  ]);
  return [
    placeholder(names.pictures, picturesShape),
    placeholder(names.labels, [pixels], 'int32'),
    placeholder(names.key, [1], 'int32'),
    ...specs.flatMap(({ name, shape, trained }) => [
      ...variable(name, shape),
      ...(trained
        ? [...variable(names.first(name), shape), ...variable(names.second(name), shape)]
        : []),
    ]),
    ...settingOf(specs),
    ...stepOf(backend, settings, { specs, given }),
    ...validationOf(backend, settings, given),
  ];
}

interface Given {
  readonly specs: readonly WeightSpec[];
  readonly given: ReadonlyMap<string, Source>;
}

function settingOf(specs: readonly WeightSpec[]): readonly Node[] {
  const all = specs.flatMap(({ name, trained }) =>
    trained ? [name, names.first(name), names.second(name)] : [name],
  );
  return [
    constant('set', Float32Array.of(1)),
    identity(names.allSet, 'set', { after: all.map((name) => `${name}/set`), kind: 'float' }),
  ];
}

function stepOf(
  backend: KernelBackend,
  settings: StepSettings,
  { specs, given }: Given,
): readonly Node[] {
  const trained = specs.filter((spec) => spec.trained);
  const gathered = specs.filter((spec) => !spec.trained);
  const { nodes, results } = record(backend, { prefix: 'step', sources: given }, (tensors) => {
    const fresh = new Map<string, Tensor1D>();
    const parameters = {
      trained: () => tensorsOf(trained, tensors),
      gathered: () => tensorsOf(gathered, tensors),
    };
    const [loss, ...gradients] = lossAndGradients(settings, parameters, {
      batch: batchIn(tensors),
      key: tensorIn<Tensor1D>(tensors, names.key),
      gathered: fresh,
    });
    const measure = settings.operations.sumOfSquares([loss, ...gradients]);
    const within = sumWithin(loss, [...fresh.values()]);
    return new Map<string, Tensor>([
      [names.loss, loss],
      [names.withinFinite, tf.isFinite(within)],
      ['is_finite', tf.isFinite(tf.addN([measure, within]))],
      ...trained.map(({ name }, index): [string, Tensor] => [name, gradients[index] ?? loss]),
      ...fresh,
    ]);
  });
  const result = resultsIn(results);
  const applies = trained.map(({ name }) => applyAdam(name, result(name)));
  const assigns = gathered.map(({ name }) =>
    assign(`${name}/gathered`, { variable: name, value: result(name), after: 'go' }),
  );
  return [
    ...nodes,
    identity(names.loss, result(names.loss), { kind: 'float' }),
    identity(names.withinFinite, result(names.withinFinite)),
    placeholder(names.beta1Power, []),
    placeholder(names.beta2Power, []),
    placeholder(names.rate, []),
    constant('beta1', Float32Array.of(adam.beta1)),
    constant('beta2', Float32Array.of(adam.beta2)),
    constant('epsilon', Float32Array.of(adam.epsilon)),
    // What stands behind `go` happens when all is finite; then `applied` is true.
    {
      name: 'gate',
      op: 'Switch',
      inputs: [result('is_finite'), result('is_finite')],
      attributes: { T: type('bool') },
    },
    identity('go', 'gate:1'),
    identity('stay', 'gate:0'),
    ...applies,
    ...assigns,
    identity('gone', 'go', { after: [...applies, ...assigns].map(({ name }) => name) }),
    {
      name: names.applied,
      op: 'Merge',
      inputs: ['gone', 'stay'],
      attributes: { T: type('bool'), N: { kind: 'whole', value: 2 } },
    },
  ];
}

function applyAdam(weight: string, gradient: string): Node {
  const variables = [weight, names.first(weight), names.second(weight)];
  const figures = [names.beta1Power, names.beta2Power, names.rate, 'beta1', 'beta2', 'epsilon'];
  return {
    name: `${weight}/adam`,
    op: 'ResourceApplyAdam',
    inputs: [...variables, ...figures, gradient, '^go'],
    attributes: { T: type('float') },
  };
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
      return new Map<string, Tensor>([
        [names.validationLoss, lossFrom(settings, logits, labels)],
        [names.validationClasses, tf.argMax(logits, 3)],
      ]);
    },
  );
  const result = resultsIn(results);
  return [
    ...nodes,
    identity(names.validationLoss, result(names.validationLoss), { kind: 'float' }),
    identity(names.validationClasses, result(names.validationClasses), { kind: 'int32' }),
  ];
}

function batchIn(tensors: ReadonlyMap<string, Tensor>): { pictures: Tensor4D; labels: Tensor1D } {
  return {
    pictures: tensorIn<Tensor4D>(tensors, names.pictures),
    labels: tensorIn<Tensor1D>(tensors, names.labels),
  };
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
