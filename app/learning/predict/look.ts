import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { StudioError } from '../../contract/errors.ts';
import { sheetFile, thumbnailsFile, type LayerNumbers } from '../../contract/layers.ts';
import type { EngineEvent, EngineRequest } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import { windowInMiddle } from '../../mask/windows.ts';
import type { Backend } from '../backends/backend.ts';
import { writeRgb } from '../data/varied.ts';
import { cutWindow, letterboxPicture } from '../data/letterboxed.ts';
import { replaceFile } from '../../disk/durable.ts';
import { readModelWeights } from '../files/model-files.ts';
import type { Forward } from '../models/forward.ts';
import { weightSpecs, type Layer } from '../models/network.ts';
import { takenApart } from '../models/taken-apart.ts';
import { walk, type Seen } from '../models/walk.ts';
import { networkOfJob, readJob } from '../run/job.ts';
import { numbersAround } from './layer-numbers.ts';
import {
  createThumbnails,
  limitOf,
  mostTelling,
  peakOf,
  rangeOf,
  sheetOf,
  type Maps,
} from './maps.ts';

type LookRequest = Extract<EngineRequest, { kind: 'look' }>;
type NumbersRequest = Extract<EngineRequest, { kind: 'numbers' }>;

/**
 * Draws what every layer of a run makes of one picture, or of its middle where it is looked at in parts, a sheet of maps each, and tells of each layer when its sheet is
 * written. One layer's values are held at a time, besides those that later layers take. Ends early when nobody wants it.
 */
export async function lookAt(
  backend: Backend,
  { request, folder, weights, target, out, channels }: LookRequest,
  {
    send,
    isCancelled,
  }: { readonly send: (event: EngineEvent) => void; readonly isCancelled: () => boolean },
): Promise<void> {
  mkdirSync(out, { recursive: true });
  let thumbnails: ReturnType<typeof createThumbnails> | undefined;
  await throughLayers(backend, { folder, weights, target }, async (seen, { network }) => {
    // Lets a cancellation be heard.
    await nextTurn();
    if (isCancelled()) return 'enough';
    const total = network.layers.length;
    thumbnails ??= createThumbnails(total);
    const maps = await mapsOf(seen);
    const shown = mostTelling(maps, channels);
    const limit = isOfOne(seen.layer) ? 1 : limitOf(maps, shown);
    const { png, ...sheet } = sheetOf(maps, shown, limit);
    thumbnails.draw(seen.place, maps, { channel: shown[0] ?? 0, limit });
    const { name } = seen.layer;
    replaceFile(join(out, sheetFile(seen.place, name)), png, { lasting: false });
    if (seen.place === total - 1) {
      replaceFile(join(out, thumbnailsFile), thumbnails.png(), { lasting: false });
    }
    const peak = peakOf(maps, shown[0] ?? 0);
    const layer = { name, range: rangeOf(maps), limit, shown: [...shown], peak, sheet };
    send({ kind: 'layer-drawn', request, layer, total });
    return 'go-on';
  });
}

/** The numbers around one value of a layer. Rejects with StudioError where there is no such layer, or nothing to follow. */
export async function numbersIn(
  backend: Backend,
  { folder, weights, target, layer: name, channel, row, column }: NumbersRequest,
): Promise<LayerNumbers> {
  const found: LayerNumbers[] = [];
  await throughLayers(backend, { folder, weights, target }, async (seen, forward) => {
    if (seen.layer.name !== name) return 'go-on';
    found.push(await numbersAround(seen, { channel, row, column }, forward.weights));
    return 'enough';
  });
  const [numbers] = found;
  if (numbers === undefined) {
    throw new StudioError('not-found', `The network has no layer “${name}”.`);
  }
  return numbers;
}

async function throughLayers(
  backend: Backend,
  { folder, weights: which, target }: Pick<LookRequest, 'folder' | 'weights' | 'target'>,
  see: (seen: Seen, forward: Forward) => Promise<'go-on' | 'enough'>,
): Promise<void> {
  const job = readJob(folder);
  const whole = networkOfJob(job);
  const values = readModelWeights(join(folder, which), whole);
  const { size: windowPx } = job.settings;
  const square = await letterboxPicture(target, mapSideOf(job.settings));
  const rgb = cutWindow(square, windowInMiddle({ ...square, windowPx }), windowPx);
  const floats = new Float32Array(rgb.length);
  writeRgb(floats, rgb);
  const network = takenApart(whole);
  const weights = new Map<string, Tensor>(
    weightSpecs(network).map(({ name, shape }) => [
      name,
      tf.tensor(values.get(name) ?? [], [...shape], 'float32'),
    ]),
  );
  const picture = tf.tensor4d(floats, [1, windowPx, windowPx, 3]);
  const { operations } = backend;
  const forward: Forward = { network, operations, weights, mode: { kind: 'answer' } };
  try {
    await walk(forward, picture, (seen) => see(seen, forward));
  } finally {
    tf.dispose([picture, ...weights.values()]);
  }
}

/** Its values go from 0 to 1. */
function isOfOne({ kind }: Layer): boolean {
  return kind === 'input' || kind === 'softmax';
}

async function mapsOf({ output }: Seen): Promise<Maps> {
  const [, height, width, channels] = output.shape;
  return { width, height, channels, values: (await output.data()) as Float32Array };
}
