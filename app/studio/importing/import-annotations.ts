import { open } from 'node:fs/promises';
import type { Size } from '../../domain/geometry.ts';
import { readAnnotation } from '../../formats/coco/read-annotation.ts';
import { readRanges } from '../../formats/coco/read-ranges.ts';
import type { Staging } from './import-coco-pictures.ts';

interface Options {
  /** Of the pictures that are taken, by their id in the file. */
  readonly sizes: ReadonlyMap<number, Size>;
  readonly signal: AbortSignal;
  readonly progress: (share: number, message: string) => void;
}

/** Reads, judges and stages the chosen annotations of the pictures that are taken. */
export async function stageAnnotations(
  { index, selection, tables, log, known }: Staging,
  { sizes, signal, progress }: Options,
): Promise<void> {
  const { ids, images, categories, crowds, offsets, lengths } = index.annotations;
  const rows = selection.annotations.filter((row) => sizes.has(images.at(row)));
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
        const row = rows[k]!;
        const id = ids.at(row);
        const image = images.at(row);
        const facts = readAnnotation(bytes, { start, end, size: sizes.get(image)! });
        if ('reason' in facts) {
          index.problems.add(`annotation ${id}`, facts.reason);
          return;
        }
        if (facts.note !== null) index.problems.add(`annotation ${id}`, facts.note);
        const place = known ? tables.placeOfAnnotation(id) : undefined;
        const offset =
          place && log.holds(place, bytes, start, end)
            ? place.offset
            : log.append(bytes, start, end);
        tables.stageAnnotation({
          id,
          image,
          category: categories.at(row),
          crowd: crowds.at(row) === 1,
          areaPx2: facts.areaPx2,
          ...facts.bounds,
          offset,
          length: end - start,
        });
      },
      // Between reads, so that a cancel gets through.
      pause: (done) => {
        signal.throwIfAborted();
        progress(done / rows.length, `Reading ${rows.length.toLocaleString('en')} objects`);
        return Promise.resolve();
      },
    },
  );
}
