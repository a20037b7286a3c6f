import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Kernels } from './kernels.ts';
import type { Optimiser } from './operations.ts';
import { adam, decayOf, sgd, slotsOf, type OptimiserSettings } from './optimisers.ts';

/** A variable inside TensorFlow: a handle, told apart by a name that nobody else has. */
interface Variable {
  readonly handle: Tensor;
  readonly shape: readonly number[];
}

interface Kept {
  readonly weight: Variable;
  /** In the order of `slotsOf`. */
  readonly slots: readonly Variable[];
}

let variablesMade = 0;

/** TensorFlow's own kernels on its own variables, changed in place. Takes over `weights`. */
export function tensorflowOptimiser(
  kernels: Kernels,
  weights: ReadonlyMap<string, Tensor>,
  settings: OptimiserSettings,
): Optimiser {
  const float = kernels.float('dtype');
  const slotNames = slotsOf(settings);

  function write({ handle }: Variable, value: Tensor): void {
    kernels.runMany('AssignVariableOp', [float], { inputs: [handle, value], outputs: 0 });
  }

  function create(value: Tensor): Variable {
    variablesMade += 1;
    const attributes = [
      float,
      kernels.shape('shape', value.shape),
      kernels.text('container', ''),
      kernels.text('shared_name', `variable-${String(variablesMade)}`),
    ];
    const variable = {
      handle: tf.keep(kernels.run('VarHandleOp', attributes, [])),
      shape: value.shape,
    };
    write(variable, value);
    return variable;
  }

  function read({ handle }: Variable): Tensor {
    return tf.keep(kernels.run('ReadVariableOp', [float], [handle]));
  }

  function destroy({ handle }: Variable): void {
    const attributes = [kernels.flag('ignore_lookup_error', true)];
    kernels.runMany('DestroyResourceOp', attributes, { inputs: [handle], outputs: 0 });
    handle.dispose();
  }

  function shrink(variable: Variable, share: number): void {
    // Let go at once: while a reader holds a weight TensorFlow would have to copy it to change it.
    tf.tidy(() => {
      const part = tf.mul(kernels.run('ReadVariableOp', [float], [variable.handle]), share);
      kernels.runMany('AssignSubVariableOp', [float], {
        inputs: [variable.handle, part],
        outputs: 0,
      });
    });
  }

  const flags = [
    kernels.float('T'),
    kernels.flag('use_locking', false),
    kernels.flag('use_nesterov', false),
  ];

  /** A kernel takes figures before the gradient, and some behind it. To be called inside a tidy. */
  function applyWith(
    kernel: string,
    figures: readonly number[],
    after: readonly number[] = [],
  ): (kept: Kept, gradient: Tensor) => void {
    const before = figures.map((figure) => tf.scalar(figure));
    const behind = after.map((figure) => tf.scalar(figure));
    return ({ weight, slots }, gradient) => {
      const handles = [weight, ...slots].map(({ handle }) => handle);
      const inputs = [...handles, ...before, gradient, ...behind];
      kernels.runMany(kernel, flags, { inputs, outputs: 0 });
    };
  }

  function rule({ rate, step }: { rate: number; step: number }) {
    if (settings.kind === 'sgd') {
      return applyWith('ResourceApplyKerasMomentum', [rate], [sgd.momentum]);
    }
    const { beta1, beta2, epsilon } = adam;
    const powers = [Math.pow(beta1, step), Math.pow(beta2, step)];
    return applyWith('ResourceApplyAdam', [...powers, rate, beta1, beta2, epsilon]);
  }

  const all = new Map<string, Kept>();
  for (const [name, weight] of weights) {
    const zeros = tf.zerosLike(weight);
    all.set(name, { weight: create(weight), slots: slotNames.map(() => create(zeros)) });
    tf.dispose([zeros, weight]);
  }

  // While a reader holds a weight TensorFlow would have to copy it to change it: they are lent for one step only.
  let lent: Map<string, Tensor> | undefined;
  let lentSlots: Map<string, Tensor> | undefined;

  function takeBack(): void {
    tf.dispose([...(lent?.values() ?? []), ...(lentSlots?.values() ?? [])]);
    lent = undefined;
    lentSlots = undefined;
  }

  return {
    read() {
      lent ??= new Map([...all].map(([name, { weight }]) => [name, read(weight)]));
      return lent;
    },

    apply(gradients, at) {
      takeBack();
      tf.tidy(() => {
        const move = rule(at);
        for (const [name, gradient] of gradients) {
          const kept = all.get(name);
          if (kept === undefined) continue;
          const decay = decayOf(settings, kept.weight, at.rate);
          if (decay > 0) shrink(kept.weight, decay);
          move(kept, gradient);
        }
      });
    },

    readSlots() {
      lentSlots ??= new Map(
        [...all].flatMap(([name, { slots }]) =>
          slots.map((slot, at) => [`${name}/${slotNames[at] ?? ''}`, read(slot)] as const),
        ),
      );
      return lentSlots;
    },

    setSlots(values) {
      takeBack();
      for (const [name, { slots }] of all) {
        slots.forEach((slot, at) => {
          const value = values.get(`${name}/${slotNames[at] ?? ''}`);
          if (value === undefined) {
            throw new Error(`The optimiser's figures of “${name}” are missing.`);
          }
          write(slot, value);
          value.dispose();
        });
      }
    },

    dispose() {
      takeBack();
      for (const { weight, slots } of all.values()) [weight, ...slots].forEach(destroy);
    },
  };
}
