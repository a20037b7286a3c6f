import type { Client } from '../../app/contract/client.ts';
import type { RuntimeStatus } from '../../app/contract/methods.ts';

/** The TensorFlow library: which one is there, or what is missing. */
export class Runtime {
  /** Null until the first answer. */
  status = $state.raw<RuntimeStatus | null>(null);

  readonly #client: Client;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    client.subscribe('runtime', () => void this.refresh().catch(onError));
    client.subscribe('reconnected', () => void this.refresh().catch(onError));
  }

  async refresh(): Promise<void> {
    this.status = await this.#client.call('runtime.status', {});
  }
}
