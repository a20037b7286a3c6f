import type { annotationText } from '../../formats/coco/annotation-text.ts';
import { replaceMembers } from '../../formats/coco/replace-members.ts';
import type { ExportAnnotation, ExportCategory } from '../../store/export-rows.ts';
import type { Reader } from '../../store/reader.ts';
import { shapeOfRow } from '../editing/shapes.ts';

/** The record of a class, with the name it has now. */
export function categoryText({ name, original }: ExportCategory, id: number): string {
  if (original === null) return JSON.stringify({ supercategory: '', id, name });
  const was = JSON.parse(original) as { readonly id: number; readonly name: string };
  const changes = new Map<string, string>();
  if (was.id !== id) changes.set('id', String(id));
  if (was.name.trim() !== name) changes.set('name', JSON.stringify(name));
  return replaceMembers(original, changes);
}

/** What is to be written of a stored object, under these ids. */
export function writtenAnnotation(
  store: Reader,
  row: ExportAnnotation,
  ids: { readonly id: number; readonly image: number; readonly category?: number },
): Parameters<typeof annotationText>[0] {
  const { source, original_offset, original_length } = row;
  const size = { width: row.image_width, height: row.image_height };
  const original =
    original_offset === null || original_length === null
      ? null
      : store.originals.text(source, original_offset, original_length);
  const drawn =
    row.shape === null
      ? null
      : {
          shape: shapeOfRow(row, { ...size, source }, store.originals),
          areaPx2: row.area,
          bounds: { x: row.x, y: row.y, width: row.width, height: row.height },
          size,
        };
  return { original, category: row.category, crowd: row.crowd === 1, drawn, ...ids };
}
