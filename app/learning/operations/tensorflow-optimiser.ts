import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Kernels } from './kernels.ts';
import { adam, type Optimiser } from './operations.ts';

/** A variable inside TensorFlow: a handle, told apart by a name that nobody else has. */
interface Variable {
  readonly handle: Tensor;
  readonly shape: readonly number[];
}

interface Slots {
  readonly weight: Variable;
  readonly first: Variable;
  readonly second: Variable;
}

let variablesMade = 0;

/** Adam by TensorFlow's own kernel on its own variables, changed in place. Takes over `weights`. */
export function tensorflowOptimiser(
  kernels: Kernels,
  weights: ReadonlyMap<string, Tensor>,
): Optimiser {
  const float = kernels.float('dtype');

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

  const slots = new Map<string, Slots>();
  for (const [name, weight] of weights) {
    const zeros = tf.zerosLike(weight);
    slots.set(name, { weight: create(weight), first: create(zeros), second: create(zeros) });
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
      lent ??= new Map([...slots].map(([name, { weight }]) => [name, read(weight)]));
      return lent;
    },

    apply(gradients, { rate, step }) {
      takeBack();
      tf.tidy(() => {
        const figures = [
          Math.pow(adam.beta1, step),
          Math.pow(adam.beta2, step),
          rate,
          adam.beta1,
          adam.beta2,
          adam.epsilon,
        ].map((figure) => tf.scalar(figure));
        const attributes = [
          kernels.float('T'),
          kernels.flag('use_locking', false),
          kernels.flag('use_nesterov', false),
        ];
        for (const [name, gradient] of gradients) {
          const slot = slots.get(name);
          if (slot === undefined) continue;
          const handles = [slot.weight.handle, slot.first.handle, slot.second.handle];
          kernels.runMany('ResourceApplyAdam', attributes, {
            inputs: [...handles, ...figures, gradient],
            outputs: 0,
          });
        }
      });
    },

    readSlots() {
      lentSlots ??= new Map(
        [...slots].flatMap(([name, { first, second }]): [string, Tensor][] => [
          [`${name}/first`, read(first)],
          [`${name}/second`, read(second)],
        ]),
      );
      return lentSlots;
    },

    setSlots(values) {
      takeBack();
      for (const [name, { first, second }] of slots) {
        const given = { first: values.get(`${name}/first`), second: values.get(`${name}/second`) };
        if (given.first === undefined || given.second === undefined) {
          throw new Error(`The optimiser's figures of “${name}” are missing.`);
        }
        write(first, given.first);
        write(second, given.second);
        tf.dispose([given.first, given.second]);
      }
    },

    dispose() {
      takeBack();
      for (const { weight, first, second } of slots.values()) {
        [weight, first, second].forEach(destroy);
      }
    },
  };
}
