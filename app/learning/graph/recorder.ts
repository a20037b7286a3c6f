import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Attribute, Binding, KernelBackend } from '../operations/kernels.ts';
import { types, type Content, type Node, type Value } from './graph-def.ts';
import { outputsOf, type Known } from './shape-rules.ts';

/** Where a recording begins: a tensor that somebody else's node of the graph gives, such as a picture or a weight. */
export interface Source {
  /** `node` or `node:1`. */
  readonly output: string;
  readonly shape: readonly number[];
  readonly type: number;
}

export interface Recording {
  /** In the order they were called: each after those it takes from. */
  readonly nodes: readonly Node[];
  /** The outputs that the recorded function gave, by name. */
  readonly results: ReadonlyMap<string, string>;
}

interface Entry extends Known {
  readonly output: string;
}

/**
 * Writes down what `compute` asks of TensorFlow instead of doing it. The binding is the one door through which tfjs
 * reaches TensorFlow, so for the time of the recording another one stands in its place: it knows of every tensor where it
 * comes from, what shape and type it has, and computes nothing. What is uploaded meanwhile is a constant of the graph.
 * Throws when `compute` reads a number, since what follows might then depend on it.
 */
export function record(
  backend: KernelBackend,
  { prefix, sources }: { readonly prefix: string; readonly sources: ReadonlyMap<string, Source> },
  compute: (given: ReadonlyMap<string, Tensor>) => ReadonlyMap<string, Tensor>,
): Recording {
  const { binding } = backend;
  const nodes: Node[] = [];
  const entries = new Map<number, Entry>();
  // Below 0, where tfjs takes no handle to be freed for it.
  let lastId = -1;

  function enter(entry: Entry): Output {
    lastId -= 1;
    entries.set(lastId, entry);
    return { id: lastId, shape: [...entry.shape], dtype: entry.type };
  }

  function entryOf(id: number): Entry {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error('A recorded operation uses a tensor from outside.');
    return entry;
  }

  function append(op: string, inputs: readonly string[], attributes: Node['attributes']): string {
    const name = `${prefix}/${String(nodes.length)}_${op}`;
    nodes.push({ name, op, inputs, attributes });
    return name;
  }

  const inPlace: Partial<Binding> = {
    executeOp(op, attributes, ids) {
      const inputs = ids.map(entryOf);
      const given = new Map(attributes.map(({ name, value }) => [name, value]));
      const outputs = outputsOf({ op, inputs, attributes: given });
      const name = append(
        op,
        inputs.map(({ output }) => output),
        Object.fromEntries(attributes.map((each) => [each.name, valueOf(binding, each)])),
      );
      return outputs.map((known, index) =>
        enter({ ...known, output: index === 0 ? name : `${name}:${String(index)}` }),
      );
    },

    createTensor(shape, type, values) {
      const content: Content = { type, shape, bytes: bytesOf(values) };
      const output = append('Const', [], {
        dtype: { kind: 'type', value: type },
        value: { kind: 'tensor', value: content },
      });
      return enter({ output, shape, type, numbers: Array.from(values) }).id;
    },

    tensorDataSync() {
      throw new Error('A number was read while a graph was recorded.');
    },

    deleteTensor: () => undefined,
  };

  // The binding's own functions cannot be overwritten, only stood before.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(inPlace)) as Binding;
  const results = new Map<string, string>();
  try {
    tf.tidy(() => {
      const given = [...sources].map(
        ([name, each]) => [name, backend.createOutputTensor(enter(each))] as const,
      );
      for (const [name, tensor] of compute(new Map(given))) {
        const [id = 0] = backend.getInputTensorIds([tensor]);
        results.set(name, entryOf(id).output);
        tensor.dispose();
      }
    });
    return { nodes, results };
  } finally {
    backend.binding = binding;
  }
}

type Output = ReturnType<Binding['executeOp']>[number];

function bytesOf(values: Float32Array | Int32Array | Uint8Array): Uint8Array {
  // A copy: whoever uploaded the numbers may write new ones into the same place.
  return Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function valueOf(binding: Binding, { type, value }: Attribute): Value {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return { kind: 'type', value: Number(value) };
    case binding.TF_ATTR_INT:
      return Array.isArray(value)
        ? { kind: 'wholes', value: value as readonly number[] }
        : { kind: 'whole', value: Number(value) };
    case binding.TF_ATTR_FLOAT:
      return { kind: 'number', value: Number(value) };
    case binding.TF_ATTR_BOOL:
      return { kind: 'flag', value: value === true };
    case binding.TF_ATTR_STRING:
      return { kind: 'text', value: String(value) };
    case binding.TF_ATTR_SHAPE:
      return { kind: 'shape', value: value as readonly number[] };
    default:
      throw new Error(`An attribute of the unknown kind ${String(type)} cannot be recorded.`);
  }
}

export function source(output: string, shape: readonly number[], kind: 'float' | 'int32'): Source {
  return { output, shape, type: types[kind] };
}
