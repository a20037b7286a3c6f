import type { Pen, ToolName } from './tools/tool.ts';

/** A press that came while an earlier one was still worked out, with the way of the pen since. */
export interface WaitingPress {
  readonly tool: ToolName;
  readonly from: Pen;
  readonly way: readonly Pen[];
  /** Where the pen was lifted; null while it is still down. */
  readonly to: Pen | null;
}

interface Host {
  /** What was done last is still worked out. */
  isSettling(): boolean;
  /** Presses, moves and, where it was lifted, lifts the pen. */
  make(press: WaitingPress): void;
}

/**
 * What a hand does while a tool still works out what it did before: kept, and done in its order as soon as that has ended.
 * A quick hand loses nothing by being quicker than the computer.
 */
export class WaitingPresses {
  readonly #host: Host;
  #presses: readonly WaitingPress[] = [];
  #resolves: readonly (() => void)[] = [];

  constructor(host: Host) {
    this.#host = host;
  }

  get areAny(): boolean {
    return this.#presses.length > 0;
  }

  press(tool: ToolName, from: Pen): void {
    this.#presses = [...this.#presses, { tool, from, way: [], to: null }];
  }

  /** False when no press under the pen waits. */
  move(pen: Pen): boolean {
    return this.#follow((press) => ({ ...press, way: [...press.way, pen] }));
  }

  release(pen: Pen): boolean {
    return this.#follow((press) => ({ ...press, to: pen }));
  }

  /** The press under the pen comes to nothing; false when none waits. */
  dropHeld(): boolean {
    return this.#presses.at(-1)?.to === null && this.takeBack();
  }

  /** The last one comes to nothing; false when there is none. */
  takeBack(): boolean {
    const { areAny } = this;
    this.#presses = this.#presses.slice(0, -1);
    return areAny;
  }

  clear(): void {
    this.#presses = [];
  }

  /** Resolves when nothing is worked out any longer, and nothing waits for that. */
  settled(): Promise<void> {
    return !this.areAny && !this.#host.isSettling()
      ? Promise.resolve()
      : new Promise((resolve) => (this.#resolves = [...this.#resolves, resolve]));
  }

  /** Called whenever a tool may have come to an end. It has then left its own code, before anything is pressed. */
  goOn(): void {
    if (this.areAny || this.#resolves.length > 0) queueMicrotask(() => this.#work());
  }

  #work(): void {
    while (!this.#host.isSettling()) {
      const [next, ...rest] = this.#presses;
      this.#presses = rest;
      if (next === undefined) {
        const resolves = this.#resolves;
        this.#resolves = [];
        for (const resolve of resolves) resolve();
        return;
      }
      this.#host.make(next);
    }
  }

  #follow(change: (press: WaitingPress) => WaitingPress): boolean {
    const held = this.#presses.at(-1);
    if (held?.to !== null) {
      return false;
    }
    this.#presses = [...this.#presses.slice(0, -1), change(held)];
    return true;
  }
}
