import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { annotationText } from '../../formats/coco/annotation-text.ts';
import { type CocoIndex, indexCoco } from '../../formats/coco/index-coco.ts';
import { mergeCoco } from '../../formats/coco/merge-coco.ts';
import type { Problems } from '../../formats/coco/problems.ts';
import type { CocoCounts } from '../../formats/coco/write-coco.ts';
import {
  type ExportCategory,
  type ExportSource,
  listChanged,
  listDeleted,
  listExportCategories,
  listExportSources,
} from '../../store/export-rows.ts';
import type { Reader } from '../../store/reader.ts';
import type { SafeFile } from '../../store/safe-file.ts';
import { categoryText, writtenAnnotation } from './export-records.ts';

/** Writes a copy of an original file with what was edited, made and deleted in the project; the rest of it stays. */
export async function mergeIntoFile(
  store: Reader,
  mergeInto: string,
  { file, problems, signal }: { file: SafeFile; problems: Problems; signal: AbortSignal },
): Promise<CocoCounts> {
  const path = await realpath(mergeInto).catch((error: unknown) => {
    throw new StudioError('bad-input', `There is no file “${mergeInto}” to merge into.`, {
      cause: error,
    });
  });
  const sources = listExportSources(store.sql).filter((source) => source.file !== null);
  const source = sourceOf(sources, path);
  const index = await indexCoco(path, { signal });
  for (const other of sources) {
    if (other !== source) {
      problems.add(
        other.file ?? '',
        `It is another source than “${basename(path)}”; its labels are not merged.`,
      );
    }
  }
  const categories = mapCategories(listExportCategories(store.sql), source, index);
  const imageIds = new Set(index.images.ids.values);
  const annotationIds = new Set(index.annotations.ids.values);
  let highest = 0;
  for (const id of annotationIds) highest = Math.max(highest, id);
  const annotations = new Map<number, string | null>();
  const added: string[] = [];
  for (const id of listDeleted(store.sql, source.id)) annotations.set(id, null);
  for (const row of listChanged(store.sql, source.id)) {
    if (row.source_image === null || !imageIds.has(row.source_image)) {
      problems.add(
        `image ${row.source_image ?? row.image}`,
        'It is not in the file to merge into; its labels were left out.',
      );
      continue;
    }
    const isKnown = row.source_annotation !== null && annotationIds.has(row.source_annotation);
    const id = isKnown ? row.source_annotation : annotationIds.has(row.id) ? ++highest : row.id;
    annotationIds.add(id);
    highest = Math.max(highest, id);
    const category = categories.ids.get(row.category) ?? row.category;
    const text = annotationText(
      writtenAnnotation(store, row, { id, image: row.source_image, category }),
    );
    if (isKnown) annotations.set(id, text);
    else added.push(text);
  }
  return mergeCoco(
    path,
    {
      annotations,
      categories: categories.renamed,
      added: { images: [], annotations: added, categories: categories.added },
    },
    {
      signal,
      write(content) {
        file.write(content);
      },
    },
  );
}

function sourceOf(sources: readonly ExportSource[], path: string): ExportSource {
  const same = sources.find((source) => source.file === path);
  const only = sources.length === 1 ? sources[0] : undefined;
  const source = same ?? only;
  if (source !== undefined) return source;
  throw new StudioError(
    'bad-input',
    sources.length === 0
      ? 'Nothing of this project came from a COCO file, so there is nothing to merge. Export without merging.'
      : `“${path}” is none of this project’s ${sources.length} annotation files. Choose one of them to merge into.`,
  );
}

/** Which id each class of the project has in the file: by its record, by its name, or a new one at the end. */
function mapCategories(
  categories: readonly ExportCategory[],
  source: ExportSource,
  index: CocoIndex,
): { ids: ReadonlyMap<number, number>; renamed: Map<number, string>; added: string[] } {
  const ids = new Map<number, number>();
  const renamed = new Map<number, string>();
  const added: string[] = [];
  const byId = new Map(index.categories.map((category) => [category.id, category]));
  const byName = new Map(index.categories.map((category) => [category.name, category]));
  let highest = Math.max(0, ...byId.keys());
  for (const category of categories) {
    const { original } = category;
    const own =
      category.source === source.id && original !== null
        ? byId.get((JSON.parse(original) as { readonly id: number }).id)
        : undefined;
    const found = own ?? byName.get(category.name);
    if (found === undefined) {
      const id = byId.has(category.id) || category.id <= highest ? ++highest : category.id;
      highest = Math.max(highest, id);
      ids.set(category.id, id);
      added.push(categoryText({ ...category, original: null }, id));
      continue;
    }
    ids.set(category.id, found.id);
    if (found.name !== category.name) {
      renamed.set(found.id, categoryText({ ...category, original: found.text }, found.id));
    }
  }
  return { ids, renamed, added };
}
