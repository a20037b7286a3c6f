import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseSample, type RunState } from '../../contract/run-folder.ts';
import { parseRunRecord, type RunDifference, type RunSitting } from '../../contract/run-record.ts';
import type { Split } from '../../domain/image.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { readJob, readState } from './run-files.ts';
import { createMetricsReader } from './run-metrics.ts';

/** What differs between two runs: what they were made with, their pictures, and what came of it. */
export async function differenceOf(store: Store, a: string, b: string): Promise<RunDifference> {
  const [figuresA, figuresB] = [figuresOf(store, a), figuresOf(store, b)];
  const names = [...new Set([...figuresA.keys(), ...figuresB.keys()])];
  const values = names.flatMap((what) => {
    const [one, other] = [figuresA.get(what) ?? '-', figuresB.get(what) ?? '-'];
    return one === other ? [] : [{ what, a: one, b: other }];
  });
  const [picturesA, picturesB] = await Promise.all([picturesOf(store, a), picturesOf(store, b)]);
  return {
    values,
    pictures: comparePictures(picturesA, picturesB),
    curves: compareCurves(measuredOf(store, a), measuredOf(store, b)),
  };
}

/** Everything that has a name and a value, by its path. */
function figuresOf(store: Store, run: string): ReadonlyMap<string, string> {
  const job = readJob(store.folder, run);
  const { settings, classes, dataHash, start } = job;
  const sitting = lastSittingOf(store, run);
  const { versions, machine, backend, library } = sitting ?? {};
  return new Map([
    ...flattened('settings', settings),
    ...flattened('classes', classes.map(({ name }) => name).join(', ')),
    ...flattened('data hash', dataHash),
    ...flattened('start', start),
    ...flattened('backend', backend),
    ...flattened('library', library),
    ...flattened('versions', versions),
    ...flattened('machine', machine),
    ...flattened('result', resultOf(readState(store.folder, job))),
  ]);
}

function resultOf({ status, epoch, best, imagesPerSecond }: RunState) {
  return {
    status,
    epochs: epoch,
    'best epoch': best?.epoch,
    'best mean IoU': best?.meanIou,
    'pictures/s': imagesPerSecond?.toFixed(1),
  };
}

function flattened(path: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object') return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flattened(`${path}.${key}`, inner));
}

/** Undefined for a run that never began, or was made before there were records. */
function lastSittingOf(store: Store, run: string): RunSitting | undefined {
  const path = join(runFolder(store.folder, run), 'record.json');
  if (!existsSync(path)) return undefined;
  return parseRunRecord(readFileSync(path, 'utf8')).sittings.at(-1);
}

/** So many pictures are named; a person looks at the first ones. */
const mostNamed = 5;

interface Listed {
  readonly name: string;
  readonly split: Split;
  /** Of labels and turn. */
  readonly hash: string;
}

async function picturesOf(store: Store, run: string): Promise<ReadonlyMap<number, Listed>> {
  const path = join(runFolder(store.folder, run), 'samples.jsonl');
  const pictures = new Map<number, Listed>();
  if (!existsSync(path)) return pictures;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Infinity,
  })) {
    if (line === '') continue;
    const { image, name, split, labels, ignore, turn } = parseSample(line);
    const text = JSON.stringify([labels, ignore, turn]);
    pictures.set(image, { name, split, hash: createHash('sha256').update(text).digest('base64') });
  }
  return pictures;
}

function comparePictures(
  a: ReadonlyMap<number, Listed>,
  b: ReadonlyMap<number, Listed>,
): RunDifference['pictures'] {
  const both = [...a].flatMap(([image, one]) => {
    const other = b.get(image);
    return other === undefined ? [] : [{ name: one.name, one, other }];
  });
  return {
    onlyA: named([...a].filter(([image]) => !b.has(image)).map(([, one]) => one)),
    onlyB: named([...b].filter(([image]) => !a.has(image)).map(([, one]) => one)),
    relabelled: named(both.filter(({ one, other }) => one.hash !== other.hash)),
    resplit: named(both.filter(({ one, other }) => one.split !== other.split)),
  };
}

function named(pictures: readonly { readonly name: string }[]) {
  const names = pictures.slice(0, mostNamed).map(({ name }) => name);
  return { count: pictures.length, names };
}

/** Loss and scores of each measurement; what a clock or the memory says is no part of a curve. */
function measuredOf(store: Store, run: string): readonly (readonly [string, string])[] {
  const reader = createMetricsReader(join(runFolder(store.folder, run), 'metrics.csv'));
  return reader.read(0).metrics.map((metric) => {
    const { kind, epoch, step, loss, meanIou, pixelAccuracy, iou, dice } = metric;
    const what = kind === 'step' ? `loss of step ${step}` : `${kind} ${epoch}`;
    const figures = [loss, meanIou, pixelAccuracy, ...Object.values(iou), ...Object.values(dice)];
    return [what, figures.filter((figure) => figure !== null).join(' ')] as const;
  });
}

function compareCurves(
  a: ReturnType<typeof measuredOf>,
  b: ReturnType<typeof measuredOf>,
): RunDifference['curves'] {
  const others = new Map(b);
  const both = a.flatMap(([what, one]) => {
    const other = others.get(what);
    return other === undefined ? [] : [{ what, a: one, b: other }];
  });
  return { compared: both.length, first: both.find((each) => each.a !== each.b) ?? null };
}
