import type { Asset } from '../contract/assets.ts';
import { StudioError } from '../contract/errors.ts';
import { mediaTypeOf } from '../pictures/format.ts';
import { readHeader } from '../pictures/header.ts';
import { PictureError } from '../pictures/picture-error.ts';
import type { Store } from '../store/open.ts';
import type { StudioContext } from './context.ts';
import { imageOf } from './library.ts';
import { pathOfImage } from './sources.ts';

export type AssetReader = (url: string, signal: AbortSignal) => Promise<Asset | null>;

/** Answers asset URLs. What they name is looked up by id or parsed name; no part of a URL ever becomes a path. */
export function createAssets(context: StudioContext): AssetReader {
  return async function asset(url) {
    const { pathname } = new URL(url, 'studio://studio');
    const [, kind = '', ...parts] = pathname.split('/');
    try {
      switch (kind) {
        case 'image':
          return await imageAsset(context.store(), idIn(parts[0]));
        default:
          return null;
      }
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  };
}

async function imageAsset(store: Store, id: number): Promise<Asset> {
  const path = pathOfImage(store, imageOf(store.sql, id));
  const { format } = await readHeader(path);
  return { kind: 'file', path, type: mediaTypeOf(format), resetTurn: true };
}

/** NaN, which no row has, for what is not an id. */
function idIn(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** There is nothing at such an address: the browser shows that no picture came. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof PictureError ||
    (error instanceof StudioError && (error.code === 'not-found' || error.code === 'no-project'))
  );
}
