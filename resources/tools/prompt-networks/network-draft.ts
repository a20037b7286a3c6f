import {
  onnxFile,
  type Attribute,
  type Constant,
  type Operation,
  type TensorShape,
} from './onnx-file.ts';

/** A network in the making; each call adds an operation and answers the name of what comes out of it. */
export class NetworkDraft {
  readonly #name: string;
  readonly #operations: Operation[] = [];
  readonly #constants: Constant[] = [];
  #seed: number;

  constructor(name: string, seed: number) {
    this.#name = name;
    this.#seed = seed;
  }

  add(
    kind: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = this.#freshName(kind),
  ): string {
    this.#operations.push({ kind, inputs, outputs: [output], attributes });
    return output;
  }

  /** Numbers with fractions. */
  floats(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#keep(Float32Array.from(values), shape);
  }

  /** Whole numbers, for shapes and places. */
  whole(...values: readonly number[]): string {
    return this.#keep(BigInt64Array.from(values.map(BigInt)), [values.length]);
  }

  /** Random weights from -1 to 1, the same for the same seed. */
  weights(shape: readonly number[]): string {
    const length = shape.reduce((product, side) => product * side, 1);
    return this.#keep(
      Float32Array.from({ length }, () => this.#random() * 2 - 1),
      shape,
    );
  }

  file(inputs: readonly TensorShape[], outputs: readonly TensorShape[]): Uint8Array {
    return onnxFile({
      name: this.#name,
      inputs,
      outputs,
      operations: this.#operations,
      constants: this.#constants,
    });
  }

  #keep(values: Constant['values'], shape: readonly number[]): string {
    const name = `constant-${String(this.#constants.length)}`;
    this.#constants.push({ name, shape, values });
    return name;
  }

  #freshName(kind: string): string {
    return `${kind}-${String(this.#operations.length)}`;
  }

  /** Numerical Recipes' linear congruence: all that is asked of it is that it is the same everywhere. */
  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }
}
