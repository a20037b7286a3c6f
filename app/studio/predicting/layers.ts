import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import {
  channelsShown,
  sheetFile,
  thumbnailsFile,
  type DrawnLayer,
  type LookedLayer,
  type LookedLayers,
} from '../../contract/layers.ts';
import type { Params } from '../../contract/methods.ts';
import type { PredictionTarget, RunJob } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import { withBackground } from '../../domain/category.ts';
import { uprightSize } from '../../domain/geometry.ts';
import { contentOf, letterboxOf } from '../../mask/letterbox.ts';
import { windowInMiddle } from '../../mask/windows.ts';
import type { StoredImage } from '../../store/images.ts';
import { makeFolder } from '../../store/make-folder.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { writeSafeFile } from '../../store/safe-file.ts';
import { newId, notFound } from '../context.ts';
import type { JobWork } from '../jobs/job.ts';
import { imageOf } from '../editing/library.ts';
import type { PredictionTools } from './predict-pictures.ts';
import { readJob, weightsMark } from '../run-folder/run-files.ts';
import { pathOfImage } from '../sources.ts';

type LayerMethods = 'layers.look' | 'layers.numbers' | 'layers.field';

export interface Layers {
  readonly handlers: Pick<Handlers, LayerMethods>;
  /** The file behind an address of the maps of a look that is still kept; null for any other. */
  file(look: string, sheet: string): string | null;
  /** Removes the maps that nobody asked to keep. */
  close(): void;
}

interface Kept {
  readonly look: string;
  readonly folder: string;
  files: readonly string[];
}

/** Looking into a network with a picture: maps are drawn by the engine that predicts, and kept for one look at a time. */
export function createLayers({
  context,
  engine,
}: Pick<PredictionTools, 'context' | 'engine'>): Layers {
  /** The last look, and the one under way. */
  let kept: Kept | null = null;
  let underWay: { readonly job: string; readonly drawing: Kept } | null = null;

  function forget(one: Kept | null): void {
    if (one !== null) rmSync(one.folder, { recursive: true, force: true });
  }

  /** A person looks at one picture at a time: the look before gives way. */
  async function lookForWindow(order: Order, work: JobWork, drawing: Kept): Promise<LookedLayers> {
    try {
      const looked = await look(engine, { ...order, out: drawing.folder }, work);
      drawing.files = looked.layers.map(({ file }) => file);
      forget(kept);
      kept = drawing;
      return { ...looked, look: drawing.look };
    } catch (error) {
      forget(drawing);
      throw error;
    } finally {
      if (underWay?.drawing === drawing) underWay = null;
    }
  }

  return {
    handlers: {
      'layers.look'({ out, ...params }) {
        const order = orderOf(context.store(), params);
        const { run, image } = order;
        const options = {
          kind: 'layers.look',
          title: `Look at ${image.name} through ${run.name}`,
          unit: 'layers',
          whenCancelled: 'Another picture was asked for, or this was stopped.',
        };
        if (out !== undefined) {
          const job = context.jobs.start(options, (work) =>
            lookInto(engine, { ...order, out }, work),
          );
          return Promise.resolve({ job });
        }
        if (underWay !== null) context.jobs.cancel(underWay.job);
        const folder = mkdtempSync(join(tmpdir(), 'maskwright-layers-'));
        const drawing = { look: newId(), folder, files: [] };
        const job = context.jobs.start(options, (work) => lookForWindow(order, work, drawing));
        underWay = { job, drawing };
        return Promise.resolve({ job });
      },
      async 'layers.numbers'({ run, weights, image, ...place }, signal) {
        const store = context.store();
        const { name } = readJob(store.folder, run);
        weightsMark(store.folder, name, weights);
        const folder = runFolder(store.folder, name);
        const target = targetOf(store, imageOf(store.sql, image));
        return engine.numbers({ folder, weights, target, ...place, signal });
      },
      async 'layers.field'({ run, layer: name, row, column }) {
        const network = await networkOf(readJob(context.store().folder, run));
        const layer = network.layers.find((each) => each.name === name);
        if (layer === undefined) throw notFound(`layer “${name}” in the network of “${run}”`);
        const { columnsBehind } = await import('../../learning/models/receptive-field.ts');
        // Rows are as columns are: pictures, kernels and steps are square.
        const [left, right] = columnsBehind(network, layer, column);
        const [top, bottom] = columnsBehind(network, layer, row);
        return { field: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
      },
    },
    file(look, sheet) {
      if (kept?.look !== look) return null;
      const file = sheet === 'thumbnails' ? thumbnailsFile : kept.files[Number(sheet)];
      return file === undefined ? null : join(kept.folder, file);
    },
    close() {
      forget(kept);
      forget(underWay?.drawing ?? null);
    },
  };
}

type Asked = Omit<Params<'layers.look'>, 'out'>;

interface Order extends Omit<Asked, 'run' | 'image'> {
  readonly store: Store;
  readonly run: RunJob;
  readonly image: StoredImage;
}

/** Throws what a person has to know before anything begins. */
function orderOf(store: Store, { run, image, ...rest }: Asked): Order {
  const job = readJob(store.folder, run);
  weightsMark(store.folder, run, rest.weights);
  return { store, run: job, image: imageOf(store.sql, image), ...rest };
}

/** Into a folder of the person's, with an index of what stands there. */
async function lookInto(
  engine: PredictionTools['engine'],
  order: Order & { readonly out: string },
  work: JobWork,
): Promise<LookedLayers & { readonly out: string }> {
  const { out } = order;
  makeFolder(out);
  const looked = await look(engine, order, work);
  const { look: _, ...told } = looked;
  await writeSafeFile(join(out, 'index.json'), `${JSON.stringify(told, null, 2)}\n`);
  return { ...looked, out };
}

async function look(
  engine: PredictionTools['engine'],
  { store, run, weights, image, channels = channelsShown, out }: Order & { readonly out: string },
  { signal, progress }: JobWork,
): Promise<LookedLayers> {
  const drawn: DrawnLayer[] = [];
  progress({ message: 'Starting the engine' });
  await engine.look({
    folder: runFolder(store.folder, run.name),
    weights,
    target: targetOf(store, image),
    out,
    channels,
    signal,
    onDrawn(layer, total) {
      drawn.push(layer);
      progress({ done: drawn.length, total, message: layer.name });
    },
  });
  const { size, tiles } = run.settings;
  const sidePx = mapSideOf(run.settings);
  const content = contentOf(letterboxOf(uprightSize(image, image.turn), sidePx));
  const corner = windowInMiddle({ sidePx, windowPx: size });
  return {
    run: run.name,
    weights,
    image: image.id,
    name: image.name,
    sidePx: size,
    tiles,
    content: { ...content, x: content.x - corner.x, y: content.y - corner.y },
    classes: [...withBackground(run.classes.map(({ name }) => name))],
    layers: await described(run, drawn),
    look: null,
  };
}

/** Each layer as it was built, with what was drawn of it. */
async function described(run: RunJob, drawn: readonly DrawnLayer[]): Promise<LookedLayer[]> {
  const network = await networkOf(run);
  const { summaryOf } = await import('../../learning/models/summary.ts');
  const { layers } = summaryOf(network, 1);
  return drawn.flatMap((each, place) => {
    const built = network.layers[place];
    const summary = layers[place];
    if (built === undefined || summary === undefined) return [];
    const { kind, from, shape, name: _, ...settings } = built;
    const { parameters, field } = summary;
    const file = sheetFile(place, each.name);
    return [{ ...each, kind, from: [...from], ...shape, parameters, field, built: settings, file }];
  });
}

async function networkOf({ settings, classes }: RunJob) {
  // Read when first asked for: nobody waits for it at the start.
  const models = await import('../../learning/models/models.ts');
  const { takenApart } = await import('../../learning/models/taken-apart.ts');
  return takenApart(models.networkOf(settings, classes.length + 1));
}

function targetOf(store: Store, image: StoredImage): PredictionTarget {
  const { id, width, height, turn } = image;
  return { image: id, path: pathOfImage(store, image), width, height, turn };
}
