import type { RunWeights } from '../../../app/domain/run.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { words } from '../../words/en.ts';
import { joinPath, splitPath } from '../../ui/listing.ts';

/** The choices of one prediction of a folder, and how it is started. */
export class PredictFolderDraft {
  run = $state('');
  weights = $state<RunWeights>('best');
  images = $state('');
  out = $state('');
  threshold = $state(0.5);
  overwrite = $state(false);
  /** Something lies in the folder that is to be written to. */
  filled = $state(false);
  /** What is wrong with it, in a sentence. */
  fault = $state<string | null>(null);

  readonly #app: AppState;
  /** Where it goes unless the person says otherwise. */
  #suggested = '';

  constructor(app: AppState) {
    this.#app = app;
    const { wished } = app.folderPredictions;
    this.run = app.likelyRun(wished.run);
    this.weights = wished.weights ?? this.weights;
    this.images = wished.images ?? '';
    this.out = wished.out ?? '';
    this.threshold = wished.threshold ?? this.threshold;
  }

  get ready(): boolean {
    const [images, out] = [this.images.trim(), this.out.trim()];
    return this.run !== '' && images !== '' && out !== '' && out !== images;
  }

  /** Another folder of pictures was chosen: what is predicted goes beside it, into a folder that is not there yet. */
  async settleImages(): Promise<void> {
    this.fault = null;
    const images = this.images.trim();
    if (images === '') return;
    const before = this.out;
    if (before === '' || before === this.#suggested) {
      const suggested = await this.#freeFolder(images);
      // Another was chosen or typed meanwhile.
      if (images !== this.images.trim() || before !== this.out) return;
      this.#suggested = suggested;
      this.out = suggested;
    }
    await this.settleOut();
  }

  /** Another folder to write to was chosen. */
  async settleOut(): Promise<void> {
    const out = this.out.trim();
    const isOwn = out !== '' && out === this.images.trim();
    this.fault = isOwn ? words.predicting.own : null;
    // Looked for in the folder around it first: one that is to be made anew is no error.
    const { folder, name } = splitPath(out);
    const isThere = !isOwn && folder !== '' && (await this.#namesIn(folder)).includes(name);
    const filled = isThere && (await this.#namesIn(out)).length > 0;
    if (out !== this.out.trim()) return;
    this.filled = filled;
    if (!filled) this.overwrite = false;
  }

  /** True when it has begun; its end is told by a notice. */
  async start(): Promise<boolean> {
    const { run, weights, threshold, overwrite } = this;
    const [images, out] = [this.images.trim(), this.out.trim()];
    try {
      // Asked for here, where a wrong one can be mended at once.
      await this.#app.client.call('folder.list', { path: images });
      const order = { run, weights, threshold, overwrite, images, out };
      await this.#app.folderPredictions.start(order);
      return true;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  async #freeFolder(images: string): Promise<string> {
    const { folder, name } = splitPath(images);
    const isRoot = folder === '' || name === '';
    const place = isRoot ? images : folder;
    const wished = isRoot ? 'predicted' : `${name}-predicted`;
    const taken = new Set((await this.#namesIn(place)).map((each) => each.toLowerCase()));
    let free = wished;
    for (let again = 2; taken.has(free.toLowerCase()); again++) free = `${wished}-${again}`;
    return joinPath(place, free);
  }

  /** None where it cannot be read: whoever writes there says why. */
  async #namesIn(folder: string): Promise<readonly string[]> {
    if (folder === '') return [];
    try {
      const { entries } = await this.#app.client.call('folder.list', { path: folder });
      return entries.map(({ name }) => name);
    } catch {
      return [];
    }
  }
}
