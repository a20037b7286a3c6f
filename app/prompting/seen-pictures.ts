import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import type { PromptTarget } from '../contract/prompting.ts';
import { PictureError } from '../pictures/picture-error.ts';
import type { Features, Networks } from './networks.ts';
import { pictureInput, type PictureInput } from './picture-input.ts';
import type { Before } from './segment.ts';

/** A picture that the encoder has looked at. */
export interface SeenPicture {
  readonly features: Features;
  before: Before | null;
}

/** 4 MB each of SAM, 16 MB of SAM 2: the one at hand, the next, and some to go back to. */
const picturesKept = 6;

/** What was seen of the last pictures; the one that was asked for longest ago goes first. */
export class SeenPictures {
  readonly #networks: Networks;
  readonly #seen = new Map<string, SeenPicture>();

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  async see(target: PromptTarget): Promise<SeenPicture> {
    const key = await keyOf(target);
    const known = this.#seen.get(key);
    if (known !== undefined) {
      this.#seen.delete(key);
      this.#seen.set(key, known);
      return known;
    }
    const input = await this.#read(target);
    const seen: SeenPicture = { features: await this.#networks.encode(input), before: null };
    this.#seen.set(key, seen);
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= picturesKept) break;
      this.#seen.delete(oldest);
    }
    return seen;
  }

  async #read(target: PromptTarget): Promise<PictureInput> {
    try {
      return await pictureInput(target, this.#networks.interface.form);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      const message = `“${basename(target.path)}” ${error.message}`;
      throw new StudioError('bad-input', message, { cause: error });
    }
  }
}

/** A picture whose file was changed is another one. */
async function keyOf({ path, turn }: PromptTarget): Promise<string> {
  const facts = await stat(path).catch(() => null);
  return [path, turn, facts?.size, facts?.mtimeMs].join('\0');
}
