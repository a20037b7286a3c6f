import { adam, decayOf, sgd, type OptimiserSettings } from '../operations/optimisers.ts';
import type { Node } from './graph-def.ts';
import { constant, placeholder, type } from './nodes.ts';

/** The step of an optimiser as nodes: each weight's own kernel of TensorFlow, and the figures that all of them take. */

/** What is fed for a step, by name. */
export const figures = {
  rate: 'rate',
  beta1Power: 'beta1_power',
  beta2Power: 'beta2_power',
  decay: 'decay',
} as const;

/** Figures of one step, which counts from 1. */
export function figuresAt(
  settings: OptimiserSettings,
  { rate, step }: { readonly rate: number; readonly step: number },
): readonly (readonly [string, number])[] {
  const { kind, weightDecay } = settings;
  if (kind === 'sgd') return [[figures.rate, rate]];
  return [
    [figures.rate, rate],
    [figures.beta1Power, Math.pow(adam.beta1, step)],
    [figures.beta2Power, Math.pow(adam.beta2, step)],
    ...(kind === 'adamw' ? [[figures.decay, rate * weightDecay] as const] : []),
  ];
}

export function figureNodes(settings: OptimiserSettings): readonly Node[] {
  const constants =
    settings.kind === 'sgd'
      ? { momentum: sgd.momentum }
      : { beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.epsilon };
  return [
    ...figuresAt(settings, { rate: 0, step: 1 }).map(([name]) => placeholder(name, [])),
    ...Object.entries(constants).map(([name, value]) => constant(name, Float32Array.of(value))),
  ];
}

/** A weight, by the names of its variable, of what reads that, of its slots and of its gradient. */
export interface Moved {
  readonly variable: string;
  readonly read: string;
  readonly slots: readonly string[];
  readonly gradient: string;
  readonly shape: readonly number[];
}

/** The last node is the one that moves the weight. All of them come after `after`. */
export function movingNodes(
  settings: OptimiserSettings,
  moved: Moved,
  after: string,
): readonly Node[] {
  const { variable, read, slots, gradient } = moved;
  const inputs = [variable, ...slots];
  const name = `${variable}/${settings.kind}`;
  const attributes = { T: type('float') };
  if (settings.kind === 'sgd') {
    return [
      {
        name,
        op: 'ResourceApplyKerasMomentum',
        inputs: [...inputs, figures.rate, gradient, 'momentum', `^${after}`],
        attributes,
      },
    ];
  }
  const { beta1Power, beta2Power, rate } = figures;
  const taken = [beta1Power, beta2Power, rate, 'beta1', 'beta2', 'epsilon', gradient];
  const decays = decayOf(settings, moved, 1) === 0 ? [] : decayNodes({ variable, read, after });
  const before = decays.at(-1)?.name ?? after;
  return [
    ...decays,
    { name, op: 'ResourceApplyAdam', inputs: [...inputs, ...taken, `^${before}`], attributes },
  ];
}

/** As the gradients do, the decay takes the weight as it was before the step. */
function decayNodes({
  variable,
  read,
  after,
}: {
  readonly variable: string;
  readonly read: string;
  readonly after: string;
}): readonly Node[] {
  const part = `${variable}/decay`;
  return [
    {
      name: part,
      op: 'Mul',
      inputs: [read, figures.decay, `^${after}`],
      attributes: { T: type('float') },
    },
    {
      name: `${variable}/decayed`,
      op: 'AssignSubVariableOp',
      inputs: [variable, part],
      attributes: { dtype: type('float') },
    },
  ];
}
