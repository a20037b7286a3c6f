import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { sizeOfShape, weightSpecs, type Network, type WeightSpec } from '../models/network.ts';
import { checkWeights, type WeightValues } from '../models/weights.ts';
import type { Operations, Optimiser } from '../operations/operations.ts';
import { plainAdam, type OptimiserSettings } from '../operations/optimisers.ts';

/** Every weight of a network while it learns: those an optimiser moves and those that are gathered along the way. */
export interface Parameters {
  /** By name, good until the next `apply`; nothing to dispose. */
  trained(): ReadonlyMap<string, Tensor>;
  gathered(): ReadonlyMap<string, Tensor>;
  all(): ReadonlyMap<string, Tensor>;
  apply: Optimiser['apply'];
  /** Takes the tensors over. */
  setGathered(values: ReadonlyMap<string, Tensor>): void;
  /** Copies of the weights, and of the optimiser's figures. */
  values(): Promise<WeightValues>;
  /** Copies of tensors by weight name, in the order of the specs, so that files of one network are laid out alike. */
  inOrder(tensors: ReadonlyMap<string, Tensor>): Promise<WeightValues>;
  slots(): Promise<WeightValues>;
  setSlots(values: WeightValues): void;
  dispose(): void;
}

/** Puts weights on the backend. Throws when they do not fit the network. */
export function createParameters(
  network: Network,
  values: WeightValues,
  operations: Operations,
  moved: OptimiserSettings = plainAdam,
): Parameters {
  checkWeights(network, values);
  const specs = weightSpecs(network);
  const optimiser = operations.optimiser(
    tensorsOf(
      specs.filter(({ trained }) => trained),
      values,
    ),
    moved,
  );
  const gathered = tensorsOf(
    specs.filter(({ trained }) => !trained),
    values,
  );

  function all(): ReadonlyMap<string, Tensor> {
    return new Map([...optimiser.read(), ...gathered]);
  }

  function inOrder(tensors: ReadonlyMap<string, Tensor>): Promise<WeightValues> {
    return numbersIn(specs.map(({ name }) => [name, tensors.get(name)]));
  }

  return {
    trained: () => optimiser.read(),
    gathered: () => gathered,
    all,
    apply(gradients, at) {
      optimiser.apply(gradients, at);
    },

    setGathered(fresh) {
      for (const [name, value] of fresh) {
        gathered.get(name)?.dispose();
        gathered.set(name, value);
      }
    },

    values: () => inOrder(all()),
    inOrder,

    slots: () => numbersIn([...optimiser.readSlots()]),

    setSlots(slots) {
      const shapes = [...optimiser.readSlots()].map(([name, { shape }]) => ({ name, shape }));
      optimiser.setSlots(tensorsOf(shapes, slots));
    },

    dispose() {
      optimiser.dispose();
      tf.dispose([...gathered.values()]);
    },
  };
}

/** Throws when there are not as many numbers of each as its shape wants. */
export function tensorsOf(
  specs: readonly Pick<WeightSpec, 'name' | 'shape'>[],
  values: WeightValues,
): Map<string, Tensor> {
  return new Map(
    specs.map(({ name, shape }) => {
      const numbers = values.get(name);
      if (numbers?.length !== sizeOfShape(shape)) {
        throw new Error(`The figures of “${name}” do not fit the network.`);
      }
      return [name, tf.tensor(numbers, [...shape], 'float32')];
    }),
  );
}

/** Copies. */
export async function numbersIn(
  tensors: readonly (readonly [string, Tensor | undefined])[],
): Promise<WeightValues> {
  const numbers = await Promise.all(
    tensors.map(async ([name, tensor]) => {
      // A copy: what a backend lends may change under our hands.
      return [name, Float32Array.from((await tensor?.data<'float32'>()) ?? [])] as const;
    }),
  );
  return new Map(numbers);
}
