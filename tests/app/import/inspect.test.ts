import { mkdirSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CocoOverview } from '../../../app/contract/methods.ts';
import { inWorker } from '../../../app/studio/transfer/transfer-host.ts';
import { smallSource } from './project.ts';

const devset = process.env['MASKWRIGHT_DEVSET'] ?? '';

async function inspect(annotations: string): Promise<CocoOverview> {
  const answer = await inWorker(
    { kind: 'inspect', annotations },
    {
      folder: '',
      signal: new AbortController().signal,
      progress: () => undefined,
      lend: (work) => work(),
    },
  );
  if (answer.kind !== 'overview') throw new Error(`answered ${answer.kind}`);
  return answer.overview;
}

test('what a file holds, cat and dog first', async () => {
  const { annotations, folder } = await smallSource();
  expect(await inspect(annotations)).toEqual({
    images: 2,
    annotations: 4,
    crowds: 1,
    categories: [
      { id: 17, name: 'cat', images: 2, annotations: 2 },
      { id: 18, name: 'dog', images: 1, annotations: 2 },
      { id: 1, name: 'person', images: 0, annotations: 0 },
    ],
    suggestedImages: folder,
  });
});

test('the pictures’ folder is found nearby, or said to be nowhere', async () => {
  const { annotations, folder } = await smallSource();
  const pictures = join(folder, 'images', 'train2014');
  mkdirSync(pictures, { recursive: true });
  mkdirSync(join(folder, 'annotations'));
  const file = join(folder, 'annotations', 'instances_train2014.json');
  renameSync(annotations, file);
  for (const name of ['a.jpg', 'b.png']) renameSync(join(folder, name), join(pictures, name));
  expect((await inspect(file)).suggestedImages).toBe(pictures);
  for (const name of ['a.jpg', 'b.png'])
    renameSync(join(pictures, name), join(folder, 'images', `x${name}`));
  expect((await inspect(file)).suggestedImages).toBeNull();
});

test.skipIf(devset === '')('devset: cats and dogs are counted, the pictures found', async () => {
  const { categories, suggestedImages, ...counts } = await inspect(
    join(devset, 'annotations', 'instances_all.json'),
  );
  expect(counts).toEqual({ images: 430, annotations: 1588, crowds: 16 });
  expect(categories.slice(0, 2)).toEqual([
    { id: 17, name: 'cat', images: 133, annotations: 133 },
    { id: 18, name: 'dog', images: 146, annotations: 147 },
  ]);
  expect(suggestedImages).toBe(join(realpathSync(devset), 'images'));
});
