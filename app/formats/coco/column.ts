/** A growing list of numbers, 8 bytes each: 600,000 records cost megabytes instead of hundreds. */
export class Column {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  /** What there is so far, shared and not copied: good until the next push. */
  get values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}
