import { bytes, float, message, text, whole, type Field } from './wire.ts';

/** The numbers by which TensorFlow knows its types. */
export const types = { float: 1, int32: 3, bool: 10, resource: 20 } as const;

export type Value =
  | { readonly kind: 'type' | 'whole' | 'number'; readonly value: number }
  | { readonly kind: 'wholes' | 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'flag'; readonly value: boolean }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Content };

/** A tensor's numbers as they lie in memory, least significant byte first. */
export interface Content {
  readonly type: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** One operation of a TensorFlow graph. An input is `node`, `node:2` for its third output, or `^node` to come after it. */
export interface Node {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Value>>;
}

/** Recent enough that the library gives every operation its present meaning. */
const producer = 1_395;

/** The one name under which the graph is found again in its file. */
export const tag = 'maskwright';

/** The graph as a `saved_model.pb`: the only form in which the binding takes one. */
export function savedModelOf(nodes: readonly Node[]): Uint8Array {
  const graph = message(2, ...nodes.map(nodeField), message(4, whole(1, producer)));
  const parts = [...whole(1, 1), ...message(2, message(1, text(4, tag)), graph)];
  return Buffer.concat(parts);
}

function nodeField({ name, op, inputs, attributes }: Node): Field {
  return message(
    1,
    text(1, name),
    text(2, op),
    ...inputs.map((input) => text(3, input)),
    ...Object.entries(attributes).map(([key, value]) =>
      message(5, text(1, key), valueField(value)),
    ),
  );
}

function valueField(attribute: Value): Field {
  return message(2, fieldOf(attribute));
}

function fieldOf({ kind, value }: Value): Field {
  switch (kind) {
    case 'type':
      return whole(6, value);
    case 'whole':
      return whole(3, value);
    case 'number':
      return float(4, value);
    case 'flag':
      return whole(5, Number(value));
    case 'text':
      return text(2, value);
    case 'wholes':
      return message(1, ...value.map((each) => whole(3, each)));
    case 'shape':
      return message(7, ...dimensions(value));
    case 'tensor':
      return message(
        8,
        whole(1, value.type),
        message(2, ...dimensions(value.shape)),
        bytes(4, value.bytes),
      );
  }
}

function dimensions(shape: readonly number[]): readonly Field[] {
  return shape.map((size) => message(2, whole(1, size)));
}
