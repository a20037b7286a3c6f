/** Writes networks as ONNX files: the few messages of its protocol buffers that the drawn networks need. */

/** Source: onnx.proto3 of ONNX 1.17; the numbers below are the fields of its messages. */
type Field = readonly [number: number, value: number | Uint8Array | string];

export interface TensorShape {
  readonly name: string;
  /** A name stands for a length that is known when it runs. */
  readonly shape: readonly (number | string)[];
  /** Left out: numbers with fractions. */
  readonly whole?: boolean;
}

export type Attribute = number | string | readonly number[];

export interface Operation {
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export interface NetworkFile {
  readonly name: string;
  readonly inputs: readonly TensorShape[];
  readonly outputs: readonly TensorShape[];
  readonly operations: readonly Operation[];
  readonly constants: readonly Constant[];
}

const float32 = 1;
const int64 = 7;

export function onnxFile(network: NetworkFile): Uint8Array {
  const graph = message([
    ...network.operations.map((each): Field => [1, operation(each)]),
    [2, network.name],
    ...network.constants.map((each): Field => [5, constant(each)]),
    ...network.inputs.map((each): Field => [11, valueInfo(each)]),
    ...network.outputs.map((each): Field => [12, valueInfo(each)]),
  ]);
  const operators = message([
    [1, ''],
    [2, 17],
  ]);
  return message([
    [1, 8],
    [2, 'maskwright'],
    [7, graph],
    [8, operators],
  ]);
}

function operation({ kind, inputs, outputs, attributes }: Operation): Uint8Array {
  return message([
    ...inputs.map((name): Field => [1, name]),
    ...outputs.map((name): Field => [2, name]),
    [4, kind],
    ...Object.entries(attributes).map(([name, value]): Field => [5, attribute(name, value)]),
  ]);
}

function attribute(name: string, value: Attribute): Uint8Array {
  if (typeof value === 'string')
    return message([
      [1, name],
      [4, value],
      [20, 3],
    ]);
  if (typeof value === 'number')
    return message([
      [1, name],
      [3, value],
      [20, 2],
    ]);
  return message([[1, name], ...value.map((each): Field => [8, each]), [20, 7]]);
}

function constant({ name, shape, values }: Constant): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message([
    ...shape.map((length): Field => [1, length]),
    [2, values instanceof Float32Array ? float32 : int64],
    [8, name],
    [9, bytes],
  ]);
}

function valueInfo({ name, shape, whole = false }: TensorShape): Uint8Array {
  const lengths = shape.map((length): Field => [
    1,
    message([typeof length === 'number' ? [1, length] : [2, length]]),
  ]);
  const tensor = message([
    [1, whole ? int64 : float32],
    [2, message(lengths)],
  ]);
  return message([
    [1, name],
    [2, message([[1, tensor]])],
  ]);
}

function message(fields: readonly Field[]): Uint8Array {
  return joined(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [varint(number << 3), varint(value)];
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

/** Negative numbers do not occur. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
