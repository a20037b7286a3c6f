import { annotateScene, categoryIds } from './annotations.ts';
import { drawScene, type Scene } from './scene.ts';

export interface SamplePicture {
  readonly fileName: string;
  readonly scene: Scene;
}

/** The pictures of a set, one after the other: drawings that are still to be made into photographs. */
export function* samplePictures(count: number, seed: number): Generator<SamplePicture> {
  for (let index = 0; index < count; index++) {
    const number = String(index + 1).padStart(4, '0');
    yield { fileName: `cats-and-dogs-${number}.jpg`, scene: drawScene(seed, index) };
  }
}

/** The set's instances file, as COCO writes them. */
export function sampleInstances(pictures: readonly SamplePicture[], seed: number): string {
  const images: object[] = [];
  const annotations: object[] = [];
  for (const [index, { fileName, scene }] of pictures.entries()) {
    const id = index + 1;
    const { width, height } = scene;
    images.push({ id, file_name: fileName, width, height, license: 1 });
    for (const annotation of annotateScene(scene)) {
      annotations.push({ id: annotations.length + 1, image_id: id, ...annotation });
    }
  }
  const categories = Object.entries(categoryIds).map(([name, id]) => ({
    supercategory: 'animal',
    id,
    name,
  }));
  return `${JSON.stringify({
    info: { description: 'Maskwright’s drawn cats and dogs', version: '1', seed },
    licenses: [
      { id: 1, name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    ],
    images,
    annotations,
    categories,
  })}\n`;
}
