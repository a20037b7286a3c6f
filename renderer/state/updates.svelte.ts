import type { UpdateAct, UpdateState } from '../../app/contract/desktop.ts';
import type { Desktop } from '../connection/electron.ts';

/** How far the app is with a newer version of itself; absent in a browser and where it was built without an address. */
export class Updates {
  state = $state.raw<UpdateState>({ kind: 'absent' });

  readonly #desktop: Desktop | null;

  constructor(desktop: Desktop | null, onError: (error: unknown) => void) {
    this.#desktop = desktop;
    desktop?.onNews('desktop.updates', (state) => {
      this.state = state;
    });
    void this.#refresh().catch(onError);
  }

  async act(act: UpdateAct): Promise<void> {
    if (this.#desktop !== null) {
      this.state = await this.#desktop.call('desktop.updateAct', { act });
    }
  }

  async #refresh(): Promise<void> {
    if (this.#desktop !== null) {
      this.state = await this.#desktop.call('desktop.updates', {});
    }
  }
}
