import { open } from 'node:fs/promises';
import { StudioError } from '../../contract/errors.ts';
import type { Size } from '../../domain/geometry.ts';
import type { CocoIndex } from '../../formats/coco/index-coco.ts';
import { readImage } from '../../formats/coco/read-image.ts';
import { readRanges } from '../../formats/coco/read-ranges.ts';
import type { CocoSelection } from '../../formats/coco/select-coco.ts';
import { joinInside } from '../../formats/join-inside.ts';
import type { ImportTables } from '../../store/import-tables.ts';
import type { OriginalsLog } from '../../store/originals-log.ts';
import { eachOf, lookAt, type PictureCopies } from './import-pictures.ts';

/** What is being imported, and where to. */
export interface Staging {
  readonly index: CocoIndex;
  readonly selection: CocoSelection;
  readonly tables: ImportTables;
  readonly log: OriginalsLog;
  /** The source was imported before: records may be there already. */
  readonly known: boolean;
}

interface Options {
  readonly folder: string;
  readonly check: boolean;
  /** Null where the pictures stay where they are. */
  readonly copies: PictureCopies | null;
  readonly signal: AbortSignal;
  readonly progress: (share: number, message: string) => void;
}

interface Candidate {
  readonly id: number;
  readonly fileName: string;
  readonly size: Size | null;
  readonly offset: number;
  readonly length: number;
}

/** Reads the chosen image records, looks at their files, and stages those that can be used. Answers their sizes by id. */
export async function stageCocoPictures(
  staging: Staging,
  { folder, check, copies, signal, progress }: Options,
): Promise<ReadonlyMap<number, Size>> {
  const { index, tables } = staging;
  const candidates = await readCandidates(staging, signal);
  const sizes = new Map<number, Size>();
  const found: (Size | null)[] = new Array<Size | null>(candidates.length).fill(null);
  let done = 0;
  let missing = 0;
  await eachOf(candidates, {
    signal,
    async work({ fileName, size }, k) {
      if (!check) {
        found[k] = size;
        if (size === null) index.problems.add(fileName, 'Its record does not say its size.');
        return;
      }
      const look = await lookAt(folder, fileName);
      progress(++done / candidates.length, `Looking at ${candidates.length} pictures`);
      if ('reason' in look) {
        if (look.missing) missing++;
        index.problems.add(look.file, look.reason);
        return;
      }
      const { width, height } = look.header;
      if (size !== null && (size.width !== width || size.height !== height)) {
        index.problems.add(
          fileName,
          `It has ${width} x ${height} pixels, but the annotation file says ${size.width} x ${size.height}.`,
        );
        return;
      }
      await copies?.copy(look.path, fileName);
      found[k] = { width, height };
    },
  });
  if (candidates.length > 0 && missing === candidates.length) {
    throw new StudioError(
      'bad-input',
      `None of the ${missing} pictures is in “${folder}”; the first would be “${candidates[0]!.fileName}”. ` +
        'Choose the folder that holds the pictures. Nothing was imported.',
    );
  }
  for (const [k, { id, fileName, offset, length }] of candidates.entries()) {
    const size = found[k];
    if (!size) continue;
    sizes.set(id, size);
    tables.stageImage({
      sourceImage: id,
      fileName,
      name: fileName,
      ...size,
      turn: 1,
      offset,
      length,
    });
  }
  return sizes;
}

async function readCandidates(
  { index, selection, tables, log, known }: Staging,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const { ids, offsets, lengths } = index.images;
  const rows = [...selection.images].sort((a, b) => offsets.at(a) - offsets.at(b));
  const names = new Set<string>();
  const candidates: Candidate[] = [];
  await using file = await open(index.file, 'r');
  await readRanges(
    file,
    {
      count: rows.length,
      offset: (k) => offsets.at(rows[k]!),
      length: (k) => lengths.at(rows[k]!),
    },
    {
      visit(bytes, start, end, k) {
        const id = ids.at(rows[k]!);
        const record = readImage(bytes, start, end);
        if ('reason' in record) {
          index.problems.add(`image ${id}`, record.reason);
          return;
        }
        const { fileName, size } = record;
        const inside = joinInside('/', fileName);
        if (typeof inside !== 'string') {
          index.problems.add(fileName, inside.reason);
        } else if (names.has(fileName)) {
          index.problems.add(
            `image ${id}`,
            `“${fileName}” is named by two records; the first is kept.`,
          );
        } else {
          names.add(fileName);
          const place = known ? tables.placeOfImage(id) : undefined;
          const offset =
            place && log.holds(place, bytes, start, end)
              ? place.offset
              : log.append(bytes, start, end);
          candidates.push({ id, fileName, size, offset, length: end - start });
        }
      },
      pause: async () => {
        signal.throwIfAborted();
      },
    },
  );
  return candidates;
}
