import type { Handlers } from '../../contract/dispatch.ts';
import { historyOf } from '../../store/gestures.ts';
import {
  findImage,
  listImageIds,
  listImages,
  setReview,
  setSplit,
  type StoredImage,
} from '../../store/images.ts';
import type { Sql } from '../../store/sql.ts';
import type { Image } from '../../domain/image.ts';
import { annotationsOf } from './annotations-of.ts';
import { notFound, type StudioContext } from '../context.ts';

type LibraryMethods =
  'image.list' | 'image.ids' | 'image.counts' | 'image.get' | 'image.review' | 'image.split';

export function libraryHandlers(context: StudioContext): Pick<Handlers, LibraryMethods> {
  const { events } = context;
  return {
    'image.list': ({ filter, order, offset, limit }) => {
      const { sql } = context.store();
      const { total, images } = listImages(sql, { filter, order, offset, limit });
      return Promise.resolve({ total, images: images.map(shown) });
    },
    'image.ids': ({ filter, order }) =>
      Promise.resolve({ ids: listImageIds(context.store().sql, { filter, order }) }),
    'image.counts': ({ filter }) => context.store().tallies.counts(filter),
    'image.get': ({ image: id }) => {
      const store = context.store();
      const image = imageOf(store.sql, id);
      return Promise.resolve({
        image: shown(image),
        annotations: annotationsOf(store, image),
        ...historyOf(store.sql, id),
      });
    },
    'image.review': async ({ changes }) => {
      const store = context.store();
      const before = await store.write(() =>
        changes.map(({ image, review }) => {
          const was = imageOf(store.sql, image).review;
          setReview(store.sql, image, review);
          return { image, review: was };
        }),
      );
      events.announce('images', { images: changes.map(({ image }) => image) });
      events.announce('project', {});
      return { before };
    },
    'image.split': async ({ changes }) => {
      const store = context.store();
      const before = await store.write(() =>
        changes.map(({ image, split }) => {
          const was = imageOf(store.sql, image).split;
          setSplit(store.sql, image, split);
          return { image, split: was };
        }),
      );
      events.announce('images', { images: changes.map(({ image }) => image) });
      return { before };
    },
  };
}

/** Throws `not-found`. */
export function imageOf(sql: Sql, id: number): StoredImage {
  const image = findImage(sql, id);
  if (image === undefined) throw notFound(`picture ${id}`);
  return image;
}

/** What the window is told of a picture. */
function shown({
  source: _source,
  sourceImage: _sourceImage,
  fileName: _fileName,
  predictedRun: _predictedRun,
  ...image
}: StoredImage): Image {
  return image;
}
