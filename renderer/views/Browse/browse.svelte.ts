import type { Result } from '../../../app/contract/methods.ts';
import type { Image, Split } from '../../../app/domain/image.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { throttled } from '../../state/throttled.ts';
import { words } from '../../words/en.ts';
import { Pictures } from './pictures.svelte.ts';
import { Selection, type Reach } from './selection.svelte.ts';

export type Counts = Result<'image.counts'>;

/** While predictions come in, each picture is a hint: more than this often would be restless. */
const refreshMs = 400;

/** What Browse knows and does: the pictures of the filter, their counts, the selection and what can be done with it. */
export class BrowseState {
  readonly pictures: Pictures;
  readonly selection = new Selection();
  counts = $state.raw<Counts | null>(null);
  peeking = $state(false);

  readonly #app: AppState;
  /** Another view is before this one: nothing is fetched then, so that a stroke there is not kept waiting. */
  #isBehind = false;
  #isStale = false;

  constructor(app: AppState) {
    this.#app = app;
    this.pictures = new Pictures(app.client, (error) => app.notices.fail(error));
  }

  /** Listens for changes until the answer is called. */
  listen(): () => void {
    const refresh = throttled(async () => {
      this.#isStale = this.#isBehind;
      if (!this.#isBehind) await this.#refresh();
    }, refreshMs);
    const { client } = this.#app;
    const ends = [
      client.subscribe('images', refresh),
      client.subscribe('categories', refresh),
      client.subscribe('project', refresh),
      client.subscribe('reconnected', refresh),
    ];
    return () => {
      for (const end of ends) {
        end();
      }
    };
  }

  /** Says whether this view is in front; what changed meanwhile is fetched when it comes there. */
  show(isInFront: boolean): void {
    this.#isBehind = !isInFront;
    if (isInFront && this.#isStale) {
      this.#isStale = false;
      void this.#refresh();
    }
  }

  async #refresh(): Promise<void> {
    await this.pictures.refresh();
    await this.countAgain();
  }

  /** Shows what the library's filter and order name now. */
  async query(): Promise<void> {
    const { filter, order } = this.#app.library;
    await Promise.all([this.pictures.show(filter, order), this.countAgain()]);
    this.selection.reset();
  }

  async countAgain(): Promise<void> {
    try {
      this.counts = await this.#app.client.call('image.counts', {
        filter: this.#app.library.filter,
      });
    } catch (error) {
      this.#app.notices.fail(error);
    }
  }

  get focused(): Image | undefined {
    return this.pictures.at(this.selection.focus);
  }

  pick(index: number, reach: Reach): void {
    this.selection.focus = index;
    void this.#app.notices.attempt(async () => {
      const image = await this.pictures.find(index);
      // Whoever went on in the meantime has picked another one.
      if (image !== undefined && this.selection.focus === index) {
        await this.selection.pick(index, image.id, reach, () => this.pictures.ids());
      }
    });
  }

  open(index: number): void {
    const image = this.pictures.at(index);
    if (image !== undefined) {
      this.#app.navigation.openPicture(image.id);
    }
  }

  async selectAll(): Promise<void> {
    await this.#app.notices.attempt(async () => {
      this.selection.all(await this.pictures.ids());
    });
  }

  /** Accepts the selected pictures, or takes that back; either can be undone. */
  async review(review: 'accepted' | 'edited' | 'untouched'): Promise<void> {
    const { client, notices } = this.#app;
    const changes = [...this.selection.ids].map((image) => ({ image, review }));
    await notices.attempt(async () => {
      const { before } = await client.call('image.review', { changes });
      notices.tellUndoable(
        review === 'accepted'
          ? words.browse.accepted(changes.length)
          : words.browse.acceptanceTaken(changes.length),
        () => client.call('image.review', { changes: before }),
      );
    });
  }

  async moveTo(split: Split): Promise<void> {
    const { client, notices } = this.#app;
    const changes = [...this.selection.ids].map((image) => ({ image, split }));
    await notices.attempt(async () => {
      const { before } = await client.call('image.split', { changes });
      notices.tellUndoable(words.browse.moved(changes.length, words.browse.splits[split]), () =>
        client.call('image.split', { changes: before }),
      );
    });
  }

  async predict(run: string): Promise<void> {
    const { client, jobs, notices } = this.#app;
    await notices.attempt(async () => {
      const target = [...this.selection.ids];
      const { job } = await client.call('prediction.start', { run, weights: 'best', target });
      const ended = await jobs.ended(job);
      if (ended.state === 'done') {
        notices.tell(words.browse.predictedDone(run), { tone: 'good' });
      }
    });
  }
}
