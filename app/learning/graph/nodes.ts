import type { Node, Value } from './graph-def.ts';
import { types } from './graph-def.ts';

/** The nodes that no recording gives: what is fed, variables, and what happens under a condition. */

export function type(value: keyof typeof types): Value {
  return { kind: 'type', value: types[value] };
}

export function placeholder(
  name: string,
  shape: readonly number[],
  kind: 'float' | 'int32' = 'float',
): Node {
  const attributes = { dtype: type(kind), shape: { kind: 'shape', value: shape } } as const;
  return { name, op: 'Placeholder', inputs: [], attributes };
}

export function constant(name: string, numbers: Float32Array, shape: readonly number[] = []): Node {
  const { buffer, byteOffset, byteLength } = numbers;
  const content = {
    type: types.float,
    shape,
    bytes: new Uint8Array(buffer, byteOffset, byteLength),
  };
  const attributes = { dtype: type('float'), value: { kind: 'tensor', value: content } } as const;
  return { name, op: 'Const', inputs: [], attributes };
}

/** A variable `name`, what reads it (`name/read`), and what sets it from what is fed (`name/given`, `name/set`). */
export function variable(name: string, shape: readonly number[]): readonly Node[] {
  return [
    {
      name,
      op: 'VarHandleOp',
      inputs: [],
      attributes: {
        dtype: type('float'),
        shape: { kind: 'shape', value: shape },
        container: { kind: 'text', value: '' },
        shared_name: { kind: 'text', value: name },
      },
    },
    read(`${name}/read`, name),
    placeholder(`${name}/given`, shape),
    // What is fed may be the page's own memory, which TensorFlow's threads must not free for us: the variable has its own.
    {
      name: `${name}/own`,
      op: 'DeepCopy',
      inputs: [`${name}/given`],
      attributes: { T: type('float') },
    },
    assign(`${name}/set`, { variable: name, value: `${name}/own` }),
  ];
}

export function read(name: string, from: string, after?: string): Node {
  const inputs = after === undefined ? [from] : [from, `^${after}`];
  return { name, op: 'ReadVariableOp', inputs, attributes: { dtype: type('float') } };
}

export function assign(
  name: string,
  given: { readonly variable: string; readonly value: string; readonly after?: string },
): Node {
  const after = given.after === undefined ? [] : [`^${given.after}`];
  const inputs = [given.variable, given.value, ...after];
  return { name, op: 'AssignVariableOp', inputs, attributes: { dtype: type('float') } };
}

export function identity(
  name: string,
  from: string,
  { after = [], kind = 'bool' }: { after?: readonly string[]; kind?: keyof typeof types } = {},
): Node {
  const inputs = [from, ...after.map((each) => `^${each}`)];
  return { name, op: 'Identity', inputs, attributes: { T: type(kind) } };
}
