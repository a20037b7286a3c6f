/** Who listens to which topic. */
export class Listeners<Topic extends string> {
  readonly #byTopic = new Map<Topic, Set<(event: never) => void>>();

  add(topic: Topic, listener: (event: never) => void): () => void {
    const set = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  tell(topic: Topic, event: unknown): void {
    for (const listener of this.#byTopic.get(topic) ?? []) {
      listener(event as never);
    }
  }
}
