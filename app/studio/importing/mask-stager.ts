import { annotationText } from '../../formats/coco/annotation-text.ts';
import type { Problems } from '../../formats/coco/problems.ts';
import { objectsOfMask, type MaskObject } from '../../formats/png-masks/mask-objects.ts';
import { areaOfRle, bboxOfRle } from '../../mask/rle.ts';
import type { IncomingCategory } from '../../store/import-commit.ts';
import type { ImportTables } from '../../store/import-tables.ts';
import type { OriginalsLog } from '../../store/originals-log.ts';
import type { MaskPicture } from './mask-pictures.ts';
import { readMask } from './read-mask.ts';
import { shapeOfRle } from '../editing/shapes.ts';

interface Surroundings {
  readonly tables: ImportTables;
  readonly log: OriginalsLog;
  /** The source was imported before: records may be there already. */
  readonly known: boolean;
  readonly problems: Problems;
  /** The values that say nothing. */
  readonly ignored: ReadonlySet<number>;
  readonly parts: boolean;
  /** What the person's file names; null where there is none, and every value is a class. */
  readonly names: ReadonlyMap<number, string> | null;
  /** The project's classes by the value of a mask. */
  readonly projectNames: ReadonlyMap<number, string>;
}

/** A mask with more values than this, and nobody to name them, is taken for a photograph or a smoothed mask. */
const mostUnnamed = 64;

/** Reads the masks of pictures one by one and stages what they show. */
export interface MaskStager {
  /** How many pictures were taken. */
  readonly taken: number;
  /** Answers whether the picture was taken. `folder` is that of the masks. */
  take(picture: MaskPicture, folder: string): Promise<boolean>;
  /** Stages what waited for a class, and answers the classes by their values. */
  finish(): readonly IncomingCategory[];
}

export function maskStager(surroundings: Surroundings): MaskStager {
  const { tables, log, known, problems, ignored, parts, names, projectNames } = surroundings;
  const seen = new Set<number>(names?.keys());
  /** What is to be ignored in pictures without a class of their own, which a record must name. */
  const waiting: { object: MaskObject; picture: MaskPicture }[] = [];
  let taken = 0;

  /** Whatever a picture holds, its objects keep their numbers: whole classes n * 256 + value, parts above all of those. */
  function idOf({ value, part }: MaskObject, { number }: MaskPicture): number {
    return part === 0 ? number * 256 + value : number * 2 ** 24 + value * 2 ** 16 + part;
  }

  function stage(object: MaskObject, picture: MaskPicture, category: number): void {
    const { rle, value } = object;
    const { width, height } = picture.header;
    const id = idOf(object, picture);
    const bounds = bboxOfRle(rle);
    const areaPx2 = areaOfRle(rle);
    const crowd = ignored.has(value);
    const drawn = { shape: shapeOfRle(rle), areaPx2, bounds, size: { width, height } };
    const named = { id, image: picture.number, category, crowd };
    const bytes = Buffer.from(annotationText({ original: null, ...named, drawn }));
    const place = known ? tables.placeOfAnnotation(id) : undefined;
    const offset =
      place && log.holds(place, bytes, 0, bytes.length)
        ? place.offset
        : log.append(bytes, 0, bytes.length);
    tables.stageAnnotation({ ...named, areaPx2, ...bounds, offset, length: bytes.length });
  }

  function take(picture: MaskPicture, values: Uint8Array): boolean {
    const { width, height, turn } = picture.header;
    const objects = objectsOfMask(values, { width, height }, { parts, whole: ignored });
    const classes = [...new Set(objects.map(({ value }) => value))].filter((v) => !ignored.has(v));
    const fault = faultOf(classes, surroundings);
    if (fault !== null) {
      problems.add(picture.mask, fault);
      return false;
    }
    tables.stageImage({
      sourceImage: picture.number,
      fileName: picture.picture,
      name: picture.picture,
      ...{ width, height, turn },
      ...{ offset: null, length: null },
    });
    taken++;
    for (const value of classes) seen.add(value);
    for (const object of objects) {
      const category = ignored.has(object.value) ? classes[0] : object.value;
      if (category === undefined) waiting.push({ object, picture });
      else stage(object, picture, category);
    }
    if (classes.length === 0 && objects.length > 0) {
      const left = listed(objects.map(({ value }) => value));
      problems.add(
        picture.mask,
        `It holds nothing but 0 and ${left}, and ${left} is left out of everything. If it is a class, say that no value is to be ignored.`,
      );
    }
    return true;
  }

  /** A class of another value may have been given this one's name. */
  function freeName(value: number): string {
    const name = `class ${value}`;
    return [...projectNames.values()].includes(name) ? `${name} of masks` : name;
  }

  return {
    get taken() {
      return taken;
    },
    async take(picture, folder) {
      const mask = await readMask(picture, folder);
      if ('reason' in mask) {
        problems.add(picture.mask, mask.reason);
        return false;
      }
      if (mask.note !== null) problems.add(picture.picture, mask.note);
      return take(picture, mask.values);
    },
    finish() {
      const values = [...seen].sort((a, b) => a - b);
      const [first] = values;
      for (const { object, picture } of waiting) {
        if (first !== undefined) stage(object, picture, first);
      }
      return values.map((value) => {
        const name = names?.get(value) ?? projectNames.get(value) ?? freeName(value);
        return { id: value, name, text: JSON.stringify({ id: value, name, supercategory: '' }) };
      });
    },
  };
}

function faultOf(
  classes: readonly number[],
  { names }: Pick<Surroundings, 'names'>,
): string | null {
  if (names !== null) {
    const unknown = classes.filter((value) => !names.has(value));
    if (unknown.length === 0) return null;
    const expected = [0, ...names.keys()].sort((a, b) => a - b).join(', ');
    return `It holds ${listed(unknown)}, which no class has: ${expected} were expected. Name the class in the file of names, or correct the mask.`;
  }
  if (classes.length <= mostUnnamed) return null;
  return `It holds ${classes.length} different values, like a photograph or a mask that was smoothed: one value a class was expected. Save it without smoothing, or name its classes in a file.`;
}

function listed(values: readonly number[]): string {
  const shown = values.slice(0, 5).join(', ');
  return values.length > 5 ? `${shown} and ${values.length - 5} other values` : shown;
}
