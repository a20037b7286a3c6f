import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Size } from '../../../app/domain/geometry.ts';

/** A picture that a run has not learned from, with its label map: 0 background, 1 cat, 2 dog. */
export interface Judged extends Size {
  readonly path: string;
  readonly truth: Uint8Array;
}

interface CocoFile {
  readonly images: readonly { readonly file_name: string }[];
}

/** Of COCO's pictures those with a cat or a dog, and those without. */
export async function cocoPictures(
  devset: string,
): Promise<{ readonly pets: readonly Judged[]; readonly others: readonly Judged[] }> {
  const file = join(devset, 'annotations/instances_all.json');
  const { images } = JSON.parse(readFileSync(file, 'utf8')) as CocoFile;
  const names = images
    .map(({ file_name }) => file_name)
    .filter((name) => !name.startsWith('pets/'));
  const pictures = await Promise.all(names.map((name) => judgedPicture(devset, name)));
  const hasPet = ({ truth }: Judged): boolean => truth.some((value) => value === 1 || value === 2);
  return {
    pets: pictures.filter(hasPet),
    others: pictures.filter((picture) => !hasPet(picture)),
  };
}

/** `name` as in the annotation file: the folder, and the picture in it. */
export async function judgedPicture(devset: string, name: string): Promise<Judged> {
  const mask = join(devset, 'masks', name.replace(/\.[^.]+$/, '.png'));
  const { data, info } = await sharp(mask).raw().toBuffer({ resolveWithObject: true });
  const truth = new Uint8Array(info.width * info.height);
  for (let at = 0; at < truth.length; at++) truth[at] = data[at * info.channels]!;
  return { path: join(devset, 'images', name), width: info.width, height: info.height, truth };
}
