import type { Shape } from '../../domain/annotation.ts';
import type { Rect, Size } from '../../domain/geometry.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { openBracket } from './json-bytes.ts';
import { memberFinder } from './members.ts';
import { wholeIn } from './numbers.ts';
import { replaceMembers } from './replace-members.ts';

/** An annotation as it is to stand in a file. */
export interface WrittenAnnotation {
  /** The record it came as; null for one that was made here. */
  readonly original: string | null;
  readonly id: number;
  readonly image: number;
  readonly category: number;
  readonly crowd: boolean;
  /** What was drawn here; null while the original's own shape holds. */
  readonly drawn: {
    readonly shape: Shape;
    readonly areaPx2: number;
    readonly bounds: Rect;
    /** Of the picture. */
    readonly size: Size;
  } | null;
}

const { members, find } = memberFinder(['id', 'image_id', 'category_id', 'segmentation']);

/**
 * The record's text: an untouched one leaves byte for byte as it came, of an edited one only what was edited is
 * replaced. Throws when there is neither an original nor a shape.
 */
export function annotationText(annotation: WrittenAnnotation): string {
  const { original, id, image, category, crowd, drawn } = annotation;
  if (original === null) {
    if (drawn === null) throw new Error('an annotation without a record needs a shape');
    return `{"id": ${id}, "image_id": ${image}, "category_id": ${category}, "iscrowd": ${crowd ? 1 : 0}, ${Array.from(
      shapeMembers(drawn, 'string'),
      ([key, text]) => `"${key}": ${text}`,
    ).join(', ')}}`;
  }
  const bytes = Buffer.from(original);
  find(bytes, 0, bytes.length);
  const { spans } = members;
  const changes = new Map<string, string>();
  for (const [k, [key, value]] of (
    [
      ['id', id],
      ['image_id', image],
      ['category_id', category],
    ] as const
  ).entries()) {
    if (wholeIn(bytes, spans[2 * k]!, spans[2 * k + 1]!) !== value) changes.set(key, String(value));
  }
  if (drawn !== null) {
    const hadList = /"counts"\s*:\s*\[/.test(bytes.toString('latin1', spans[6], spans[7]));
    const form = bytes[spans[6]!] !== openBracket && hadList ? 'list' : 'string';
    for (const [key, text] of shapeMembers(drawn, form)) changes.set(key, text);
  }
  return replaceMembers(original, changes);
}

/** Run lengths keep the form, list or string, that the record had. */
function shapeMembers(
  { shape, areaPx2, bounds, size }: NonNullable<WrittenAnnotation['drawn']>,
  form: 'list' | 'string',
): ReadonlyMap<string, string> {
  const { x, y, width, height } = bounds;
  return new Map([
    ['segmentation', segmentationText(shape, size, form)],
    ['area', JSON.stringify(areaPx2)],
    ['bbox', JSON.stringify([x, y, width, height])],
  ]);
}

function segmentationText(shape: Shape, { width, height }: Size, form: 'list' | 'string'): string {
  if (shape.kind === 'polygons') return JSON.stringify(shape.polygons);
  const counts =
    form === 'string' ? shape.rle : [...rleFromCocoCounts(shape.rle, [height, width]).counts];
  return JSON.stringify({ size: [height, width], counts });
}
