import * as v from 'valibot';
import { sampleAspects, type Asset } from '../contract/assets.ts';
import { StudioError } from '../contract/errors.ts';
import { runName } from '../contract/shapes.ts';
import { variedBy, type VariedBy } from '../contract/training.ts';
import { pngOfPicture } from '../pictures/decode.ts';
import { isShownByBrowsers, mediaTypeOf } from '../pictures/format.ts';
import { readHeader } from '../pictures/header.ts';
import { PictureError } from '../pictures/picture-error.ts';
import { thumbnail } from '../pictures/thumbnail.ts';
import type { Store } from '../store/open.ts';
import { cacheFolder } from '../store/places.ts';
import type { StudioContext } from './context.ts';
import type { Layers } from './predicting/layers.ts';
import { imageOf } from './editing/library.ts';
import { drawOverlay } from './editing/overlay.ts';
import { mapFile, predictionFolder } from './predicting/prediction-maps.ts';
import { readJob } from './run-folder/run-files.ts';
import { drawSample } from './run-folder/sample-picture.ts';
import { pathOfImage } from './sources.ts';
import type { Variations } from './training/variations.ts';

export type AssetReader = (url: string, signal: AbortSignal) => Promise<Asset | null>;

const largestThumbnailPx = 4096;

/** Answers asset URLs. What they name is looked up by id or parsed name; no part of a URL ever becomes a path. */
export function createAssets(
  context: StudioContext,
  { variations, layers }: { readonly variations: Variations; readonly layers: Layers },
): AssetReader {
  return async function asset(url) {
    const { pathname, searchParams } = new URL(url, 'studio://studio');
    const [, kind = '', ...parts] = pathname.split('/');
    try {
      switch (kind) {
        case 'image':
          return await imageAsset(context.store(), numberIn(parts[0]));
        case 'thumbnail':
          return await thumbnailAsset(context.store(), numberIn(parts[0]), sizeIn(searchParams));
        case 'overlay':
          return overlayAsset(context.store(), numberIn(parts[0]), sizeIn(searchParams));
        case 'prediction':
          return predictionAsset(context.store(), parts);
        case 'sample':
          return sampleAsset(context.store(), parts, searchParams.get('shows'));
        case 'variation':
          return await variationsAsset(
            (settings, draw) => variations.draw(context.store(), settings, draw),
            parts,
            searchParams.get('settings'),
          );
        case 'layers':
          return layersAsset(layers.file(parts[0] ?? '', parts[1] ?? ''));
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
  if (!isShownByBrowsers(format)) {
    return { kind: 'bytes', body: await pngOfPicture(path), type: 'image/png', immutable: false };
  }
  return { kind: 'file', path, type: mediaTypeOf(format), resetTurn: true };
}

async function thumbnailAsset(store: Store, id: number, sizePx: number): Promise<Asset> {
  const image = imageOf(store.sql, id);
  const body = await thumbnail({
    path: pathOfImage(store, image),
    turn: image.turn,
    sizePx,
    cacheFolder: cacheFolder(store.folder),
  });
  return { kind: 'bytes', body, type: 'image/jpeg', immutable: false };
}

function overlayAsset(store: Store, id: number, sizePx: number): Asset {
  const body = drawOverlay(store, imageOf(store.sql, id), sizePx);
  return { kind: 'bytes', body, type: 'image/png', immutable: false };
}

function predictionAsset(store: Store, [run = '', image, value]: readonly string[]): Asset {
  const { name } = readJob(store.folder, runIn(run));
  const folder = predictionFolder(store.folder, name, imageOf(store.sql, numberIn(image)).id);
  return {
    kind: 'file',
    path: mapFile(folder, numberIn(value)),
    type: 'image/png',
    resetTurn: false,
  };
}

function sampleAsset(
  store: Store,
  [run = '', epoch, image]: readonly string[],
  aspect: string | null,
): Asset {
  const job = readJob(store.folder, runIn(run));
  const shows = sampleAspects.find((each) => each === aspect) ?? 'prediction';
  const body = drawSample(store, job, { epoch: numberIn(epoch), image: numberIn(image), shows });
  return { kind: 'bytes', body, type: 'image/png', immutable: false };
}

async function variationsAsset(
  draw: (settings: VariedBy, draw: number) => Promise<Uint8Array | null>,
  [number]: readonly string[],
  text: string | null,
): Promise<Asset | null> {
  const settings = v.safeParse(variedBy, objectIn(text));
  const nth = numberIn(number);
  if (!settings.success || Number.isNaN(nth)) return null;
  const body = await draw(settings.output, nth);
  return body === null ? null : { kind: 'bytes', body, type: 'image/png', immutable: false };
}

function layersAsset(path: string | null): Asset | null {
  return path === null ? null : { kind: 'file', path, type: 'image/png', resetTurn: false };
}

function objectIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/** NaN, which nothing is called, for what is not a plain number. */
function numberIn(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

function runIn(text: string): string {
  if (!v.is(runName, text)) throw new StudioError('not-found', 'There is no such run.');
  return text;
}

function sizeIn(query: URLSearchParams): number {
  const size = numberIn(query.get('size') ?? undefined);
  if (!(size >= 1 && size <= largestThumbnailPx)) {
    throw new StudioError('not-found', 'A thumbnail needs a size of 1 to 4096 pixels.');
  }
  return size;
}

/** There is nothing at such an address: the browser shows that no picture came. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof PictureError ||
    (error instanceof StudioError && (error.code === 'not-found' || error.code === 'no-project'))
  );
}
