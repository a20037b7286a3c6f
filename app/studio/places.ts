import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Handlers } from '../contract/dispatch.ts';
import { place, type Place } from '../contract/place.ts';
import { configurationFolder } from './configuration.ts';

/** So many projects are remembered; the one that was left longest ago goes first. */
const placesKept = 20;
const placesFile = v.object({
  places: v.array(v.object({ folder: v.string(), place })),
});
type Kept = v.InferOutput<typeof placesFile>['places'];

/** Where a person was in each project. A place can be kept of a project that is read-only, too. */
export function placeHandlers(): Pick<Handlers, 'place.get' | 'place.keep'> {
  return {
    'place.get'({ folder }) {
      const known = readPlaces().find((each) => each.folder === folder);
      return Promise.resolve({ place: known?.place ?? null });
    },
    'place.keep'({ folder, place: at }) {
      keepPlace(folder, at);
      return Promise.resolve({});
    },
  };
}

/** Moved into place whole, but not flushed: it is written often, beside strokes, and nothing depends on it. */
function keepPlace(folder: string, at: Place): void {
  const others = readPlaces().filter((each) => each.folder !== folder);
  const places: Kept = [{ folder, place: at }, ...others].slice(0, placesKept);
  mkdirSync(configurationFolder(), { recursive: true });
  const written = `${placesPath()}.${process.pid}.new`;
  writeFileSync(written, `${JSON.stringify({ places })}\n`);
  renameSync(written, placesPath());
}

/** Places that cannot be read are forgotten: they are a convenience, and are written anew. */
function readPlaces(): Kept {
  try {
    const parsed = v.safeParse(placesFile, JSON.parse(readFileSync(placesPath(), 'utf8')));
    return parsed.success ? parsed.output.places : [];
  } catch {
    return [];
  }
}

function placesPath(): string {
  return join(configurationFolder(), 'places.json');
}
