import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyOf, shuffled } from '../../../app/learning/data/random.ts';

const cli = join(import.meta.dirname, '../../../app/entry/cli.ts');
/** 60 of 260. */
const validationShare = '0.2308';

interface CocoFile {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly { readonly image_id: number }[];
}

export function maskwright(...words: readonly string[]): void {
  execFileSync(process.execPath, [cli, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** All pets of the devset, 200 to learn from and 60 to validate. */
export function petsProject(folder: string, devset: string): string {
  const project = join(folder, 'pets');
  if (existsSync(project)) return project;
  mkdirSync(folder, { recursive: true });
  const annotations = join(devset, 'annotations/instances_pets.json');
  importCoco({ project, annotations, devset });
  maskwright('split', '--project', project, '--val', validationShare);
  return project;
}

/**
 * The same 60 to validate, so many of the 200 with their labels, and the others as a folder of pictures that nobody has labelled.
 * Those with labels are among those of every larger number.
 */
export function labelledProject(folder: string, devset: string, labelled: number): string {
  const project = join(folder, `pets-${String(labelled)}`);
  if (existsSync(project)) return project;
  const held = validationNames(petsProject(folder, devset));
  const file = join(devset, 'annotations/instances_pets.json');
  const all = JSON.parse(readFileSync(file, 'utf8')) as CocoFile;
  const isHeld = ({ file_name }: { file_name: string }) => held.has(basename(file_name));
  const training = all.images.filter((image) => !isHeld(image));
  const order = [...shuffled(training.length, keyOf('labelled'))].map((place) => training[place]!);
  // In their file's order, so that whole numbers divide them as is wanted.
  const kept = [...order.slice(0, labelled), ...all.images.filter(isHeld)];
  const annotations = join(folder, `pets-${String(labelled)}.json`);
  writeFileSync(annotations, JSON.stringify(withOnly(all, kept)));
  const others = join(folder, `without-labels-${String(labelled)}`);
  mkdirSync(others, { recursive: true });
  for (const { file_name } of order.slice(labelled)) {
    copyFileSync(join(devset, 'images/pets', file_name), join(others, basename(file_name)));
  }
  importCoco({ project, annotations, devset });
  const [train, val] = [String(labelled), String(held.size)];
  maskwright('split', '--project', project, '--train', train, '--val', val);
  maskwright('import', 'folder', '--images', others, '--project', project);
  return project;
}

function importCoco(given: { project: string; annotations: string; devset: string }): void {
  const { project, annotations, devset } = given;
  const words = ['--annotations', annotations, '--images', join(devset, 'images/pets')];
  maskwright('import', 'coco', ...words, '--project', project);
}

/** Numbered anew: the first so many pictures are those by ascending id. */
function withOnly(all: CocoFile, images: CocoFile['images']): CocoFile {
  const idOf = new Map(images.map(({ id }, place) => [id, place + 1]));
  return {
    ...all,
    images: images.map((image) => ({ ...image, id: idOf.get(image.id)! })),
    annotations: all.annotations.flatMap((annotation) => {
      const id = idOf.get(annotation.image_id);
      return id === undefined ? [] : [{ ...annotation, image_id: id }];
    }),
  };
}

function validationNames(project: string): ReadonlySet<string> {
  const store = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true });
  const rows = store.prepare(`SELECT name FROM image WHERE split = 'val'`).all();
  store.close();
  return new Set(rows.map(({ name }) => basename(String(name))));
}
