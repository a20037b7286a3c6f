import type { Tensor, TensorInfo } from '@tensorflow/tfjs';

/** tfjs-node's binding to TensorFlow's library, as far as it is used here. A tensor is known by a number. */
export interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): TensorMade[];
  createTensor(
    shape: number[],
    type: number,
    values: Float32Array | Int32Array | Uint8Array,
  ): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(session: number): void;
  /** Names are joined by commas. */
  runSavedModel(
    session: number,
    tensors: readonly number[],
    inputs: string,
    outputs: string,
  ): TensorMade[];
}

export interface TensorMade {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The parts of tfjs-node's backend that are used here: it runs any of TensorFlow's own kernels by name. */
export interface KernelBackend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: TensorInfo[],
    outputs: number,
  ): Tensor[];
  /** Uploads what was not yet. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(made: TensorMade): Tensor;
}

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** TensorFlow's kernels by name, with attributes said briefly. Answers live in the tidy around the call. */
export interface Kernels {
  run(name: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor;
  runMany(
    name: string,
    attributes: readonly Attribute[],
    call: { readonly inputs: readonly Tensor[]; readonly outputs: number },
  ): Tensor[];
  readonly float: (name: string) => Attribute;
  readonly int32: (name: string) => Attribute;
  readonly number: (name: string, value: number) => Attribute;
  readonly integers: (name: string, value: readonly number[]) => Attribute;
  readonly flag: (name: string, value: boolean) => Attribute;
  readonly text: (name: string, value: string) => Attribute;
  readonly shape: (name: string, value: readonly number[]) => Attribute;
}

export function kernelsOf(backend: KernelBackend): Kernels {
  const { binding } = backend;
  return {
    run: (name, attributes, inputs) =>
      backend.executeSingleOutput(name, [...attributes], [...inputs]),
    runMany: (name, attributes, { inputs, outputs }) =>
      backend.executeMultipleOutputs(name, [...attributes], [...inputs], outputs),
    float: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
    int32: (name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 }),
    number: (name, value) => ({ name, type: binding.TF_ATTR_FLOAT, value }),
    integers: (name, value) => ({ name, type: binding.TF_ATTR_INT, value }),
    flag: (name, value) => ({ name, type: binding.TF_ATTR_BOOL, value }),
    text: (name, value) => ({ name, type: binding.TF_ATTR_STRING, value }),
    shape: (name, value) => ({ name, type: binding.TF_ATTR_SHAPE, value }),
  };
}
