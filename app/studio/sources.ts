import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Handlers } from '../contract/dispatch.ts';
import { joinInside } from '../formats/join-inside.ts';
import { listImagesOfSource, setFileName, setPresent, type StoredImage } from '../store/images.ts';
import type { Store } from '../store/open.ts';
import { findSource, listSources, setImagesFolder, type SourcePlace } from '../store/sources.ts';
import { badInput, notFound, type StudioContext } from './context.ts';
import { findPictures } from './importing/find-pictures.ts';

type SourceMethods = 'source.list' | 'source.relink';

export function sourceHandlers(context: StudioContext): Pick<Handlers, SourceMethods> {
  return {
    'source.list': () => Promise.resolve({ sources: listSources(context.store().sql) }),
    'source.relink': async ({ source, images }, signal) => {
      const store = context.writableStore();
      const place = sourceOf(store, source);
      if (!isAbsolute(images) || !existsSync(images)) {
        throw badInput(
          `There is no folder “${images}”. Choose the one that holds the pictures now.`,
        );
      }
      const pictures = listImagesOfSource(store.sql, place.id);
      const found = await findPictures(images, pictures, signal);
      if (found.size === 0 && pictures.length > 0) {
        throw badInput(
          `None of the ${pictures.length} pictures is in “${images}”, such as “${pictures[0]?.fileName ?? ''}”. Nothing was changed.`,
        );
      }
      await store.write(() => {
        setImagesFolder(store.sql, place.id, images);
        for (const { id, present, fileName } of pictures) {
          if (present !== found.has(id)) setPresent(store.sql, id, found.has(id));
          const now = found.get(id);
          if (now !== undefined && now !== fileName) setFileName(store.sql, id, now);
        }
      });
      context.events.announce('images', { images: [] });
      context.events.announce('project', {});
      return { found: found.size, missing: pictures.length - found.size };
    },
  };
}

/** A project's folder and database, whoever reads it. */
type Place = Pick<Store, 'folder' | 'sql'>;

function sourceOf({ sql }: Place, id: number): SourcePlace {
  const source = findSource(sql, id);
  if (source === undefined) throw notFound(`source ${id}`);
  return source;
}

/** Where the files of a source's pictures stand. */
export function imagesFolderOf(store: Place, source: number): string {
  const { imagesFolder } = sourceOf(store, source);
  return isAbsolute(imagesFolder) ? imagesFolder : join(store.folder, imagesFolder);
}

/** The file of a picture; it may be missing. Throws `not-found` for a name that leads out of the source's folder. */
export function pathOfImage(store: Place, image: StoredImage): string {
  const path = joinInside(imagesFolderOf(store, image.source), image.fileName);
  if (typeof path !== 'string') throw notFound(`file for picture ${image.id}`);
  return path;
}
