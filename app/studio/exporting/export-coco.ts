import { annotationText } from '../../formats/coco/annotation-text.ts';
import { Problems } from '../../formats/coco/problems.ts';
import { replaceMembers } from '../../formats/coco/replace-members.ts';
import { checkWritten, type CocoContent, writeCoco } from '../../formats/coco/write-coco.ts';
import {
  eachAnnotation,
  eachImage,
  type ExportAnnotation,
  type ExportImage,
  listExportCategories,
  listExportSources,
} from '../../store/export-rows.ts';
import { storeFileError } from '../../store/file-error.ts';
import { openReader, type Reader } from '../../store/reader.ts';
import { openSafeFile } from '../../store/safe-file.ts';
import { mergeIntoFile } from './export-merge.ts';
import { requireFolderOf } from '../export-place.ts';
import { categoryText, writtenAnnotation } from './export-records.ts';
import type {
  ExportReport,
  TransferOrder,
  TransferSurroundings,
} from '../transfer/transfer-order.ts';

/**
 * Writes the project's labels as an instances file. Untouched records leave byte for byte as they came; the file is
 * read back and compared before it gets its name.
 */
export async function exportCocoFile(
  { out, mergeInto }: Extract<TransferOrder, { kind: 'export-coco' }>,
  { folder, signal, progress }: TransferSurroundings,
): Promise<ExportReport> {
  const startedAt = performance.now();
  await requireFolderOf(out);
  // One state of the project, whatever is painted meanwhile.
  const store = openReader(folder);
  const problems = new Problems();
  try {
    const file = openSafeFile(out);
    try {
      const counts =
        mergeInto === undefined
          ? await writeCoco(
              (text) => {
                file.write(text);
              },
              contentOf(store, problems, progress),
              signal,
            )
          : await mergeIntoFile(store, mergeInto, { file, problems, signal });
      progress({ done: 90, total: 100, message: 'Reading back and comparing' });
      await file.finish(() => checkWritten(file.part, counts, signal));
      return {
        out,
        ...counts,
        skipped: [...problems.lines],
        seconds: (performance.now() - startedAt) / 1000,
      };
    } finally {
      file.abandon();
    }
  } catch (error) {
    throw storeFileError(error);
  } finally {
    store.close();
  }
}

function contentOf(
  store: Reader,
  problems: Problems,
  progress: TransferSurroundings['progress'],
): CocoContent {
  const idOf = exportIds(store, problems);
  return {
    members: membersOf(store, problems),
    images: map(eachImage(store.sql), (image) => imageText(store, image)),
    annotations: map(eachAnnotation(store.sql), (row, count) => {
      if (count % 5000 === 0) {
        progress({
          done: 45,
          total: 100,
          message: `Writing ${count.toLocaleString('en')} objects`,
        });
      }
      return annotationText(writtenAnnotation(store, row, { id: idOf(row), image: row.image }));
    }),
    categories: map(listExportCategories(store.sql), (category) =>
      categoryText(category, category.id),
    ),
  };
}

function* map<From, To>(
  from: Iterable<From>,
  change: (item: From, index: number) => To,
): Generator<To> {
  let index = 0;
  for (const item of from) yield change(item, index++);
}

/** Of members that several sources have, the first one's is kept. */
function membersOf(store: Reader, problems: Problems): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const source of listExportSources(store.sql)) {
    for (const [key, text] of source.members) {
      const known = members.get(key);
      if (known === undefined) members.set(key, text);
      else if (known !== text) {
        problems.add(
          source.file ?? `source ${source.id}`,
          `Its “${key}” differs from that of the first file and was left out.`,
        );
      }
    }
  }
  return members;
}

/**
 * The id of each object in the file: that of the file it came from while no other has it, else its own, else a new one.
 */
function exportIds(store: Reader, problems: Problems): (row: ExportAnnotation) => number {
  const taken = new Set<number>();
  const others = new Map<number, number>();
  const waiting: ExportAnnotation[] = [];
  let highest = 0;
  for (const row of eachAnnotation(store.sql)) {
    highest = Math.max(highest, row.id, row.source_annotation ?? 0);
    if (row.source_annotation === null || taken.has(row.source_annotation)) waiting.push(row);
    else taken.add(row.source_annotation);
  }
  for (const row of waiting) {
    const id = taken.has(row.id) ? ++highest : row.id;
    taken.add(id);
    others.set(row.id, id);
    if (row.source_annotation !== null) {
      problems.add(
        `annotation ${row.source_annotation}`,
        `Another file’s annotation has this id, so it is written as ${id}.`,
      );
    }
  }
  return (row) => others.get(row.id) ?? row.source_annotation ?? row.id;
}

function imageText(store: Reader, image: ExportImage): string {
  const { id, source, source_image, file_name, width, height, original_offset, original_length } =
    image;
  if (original_offset === null || original_length === null) {
    return JSON.stringify({ id, file_name, width, height });
  }
  const original = store.originals.text(source, original_offset, original_length);
  return id === source_image ? original : replaceMembers(original, new Map([['id', String(id)]]));
}
