/**
 * npm run bench import
 *
 * Imports a synthetic instances file with the counts of COCO's train2014 (82,783 images, 604,907 annotations in 80
 * categories, 395 MB), once with cat and dog and once with everything, each in a process of its own; beside each, in
 * turn, pycocotools loading, indexing and selecting the same (MASKWRIGHT_PYTHON names a Python that has it). Then
 * prepares the first 1,000 pictures of cats and dogs with their masks, as the tutorial does.
 * The file is made once and kept in the system's temporary folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePictures, makeTrain2014 } from './import-data.ts';
import type { ImportBenchOrder, ImportBenchResult } from './import-once.ts';

const kept = join(tmpdir(), 'maskwright-bench');

const peer = `
import contextlib, io, json, resource, sys, time
start = time.perf_counter()
from pycocotools.coco import COCO
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO(sys.argv[1])
names = sys.argv[2].split(',') if sys.argv[2] else [c['name'] for c in coco.loadCats(coco.getCatIds())]
ids = set()
for name in names:
    ids |= set(coco.getImgIds(catIds=coco.getCatIds(catNms=[name])))
annotations = coco.getAnnIds(imgIds=sorted(ids), catIds=coco.getCatIds(catNms=names))
print(json.dumps({'seconds': time.perf_counter() - start, 'images': len(ids), 'annotations': len(annotations),
  'peakMb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`;

async function main(): Promise<void> {
  mkdirSync(kept, { recursive: true });
  const file = join(kept, 'train2014-counts.json');
  if (!existsSync(file)) {
    process.stdout.write('Making the file, once ...\n');
    await makeTrain2014(file);
  }
  process.stdout.write(`${file}: ${(statSync(file).size / 1e6).toFixed(0)} MB\n\n`);
  for (const [title, categories] of [
    ['cat and dog', 'cat,dog'],
    ['all 80 categories', ''],
  ] as const) {
    compare(title, file, categories);
  }
  await prepare(file);
}

function compare(title: string, file: string, categories: string): void {
  process.stdout.write(`${title}\n`);
  const ours = importOnce({ kind: 'import', file, categories });
  tell('maskwright, to a project that answers queries', ours);
  const python = process.env['MASKWRIGHT_PYTHON'];
  if (python === undefined) {
    process.stdout.write('  pycocotools: MASKWRIGHT_PYTHON names no Python\n\n');
    return;
  }
  const theirs = answerOf(spawnSync(python, ['-c', peer, file, categories], { encoding: 'utf8' }));
  tell('pycocotools, in memory', theirs);
  const speed = theirs.seconds / ours.seconds;
  const share = ours.peakMb / theirs.peakMb;
  process.stdout.write(
    `  ${speed.toFixed(1)} times as fast, with 1/${(1 / share).toFixed(1)} of the memory\n\n`,
  );
}

async function prepare(file: string): Promise<void> {
  const images = join(kept, 'train2014-pictures');
  if (!existsSync(images)) await makePictures(images, file);
  process.stdout.write('1,000 pictures with their masks, from the same file\n');
  tell('import, look at the pictures', importOnce({ kind: 'prepare', file, images }));
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function importOnce(order: DistributiveOmit<ImportBenchOrder, 'folder'>): ImportBenchResult {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-bench-project-'));
  try {
    const script = new URL('./import-once.ts', import.meta.url).pathname;
    const words = [script, JSON.stringify({ ...order, folder })];
    return answerOf(spawnSync(process.execPath, words, { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answerOf({ status, stdout, stderr }: ReturnType<typeof spawnSync>): ImportBenchResult {
  if (status !== 0) throw new Error(String(stderr));
  return JSON.parse(String(stdout).trim().split('\n').at(-1) ?? '') as ImportBenchResult;
}

function tell(
  what: string,
  { seconds, peakMb, images, annotations, note = '' }: ImportBenchResult,
): void {
  process.stdout.write(
    `  ${what}: ${seconds.toFixed(2)} s, ${peakMb.toFixed(0)} MB; ${images.toLocaleString('en')} pictures, ${annotations.toLocaleString('en')} objects${note}\n`,
  );
}

await main();
