import { join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import { StudioError } from '../../contract/errors.ts';
import { settingsFrom, type TrainingSettings } from '../../contract/training.ts';
import type {
  PicturesGiven,
  WeightsFit,
  WeightsOrigin,
  WeightsSource,
} from '../../contract/weights-fit.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { writeSafeFile } from '../../store/safe-file.ts';
import { openThreadDesk } from '../../store/thread-desk.ts';
import { badInput, type StudioContext } from '../context.ts';
import { hasWeights, readJob } from '../run-folder/run-files.ts';

export interface WeightsQuestion {
  readonly path: string;
  readonly settings: TrainingSettings;
  /** The background included. */
  readonly classes: number;
  /** How pictures were given to the network that the file is of. */
  readonly pictures: PicturesGiven;
}

type Onto = Omit<WeightsQuestion, 'path' | 'pictures'>;

export interface WeightsAnswer {
  readonly report: WeightsFit;
  /** What fits, as safetensors with the network's own names. */
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Lays weights that a person has onto networks, in a thread of its own: a file may hold hundreds of megabytes. */
export interface Weights {
  readonly handlers: Pick<Handlers, 'weights.fit'>;
  /** `store` is where an earlier run is looked for. Throws when nothing of it fits. */
  startFrom(
    store: Store,
    source: WeightsSource,
    given: Onto,
  ): Promise<{ readonly origin: WeightsOrigin; readonly bytes: Uint8Array }>;
  close(): Promise<void>;
}

export function createWeights(context: StudioContext): Weights {
  const url = new URL('./weights-worker.ts', import.meta.url);
  const desk = openThreadDesk<WeightsQuestion, WeightsAnswer>(url);

  async function fit(
    store: () => Store,
    source: WeightsSource,
    given: Onto,
  ): Promise<WeightsAnswer> {
    if (source.kind === 'file') {
      const { file, pictures = 'unit' } = source;
      return desk.ask({ ...given, pictures, path: file });
    }
    const { folder } = store();
    const { run, weights } = source;
    readJob(folder, run);
    if (!hasWeights(folder, run, weights)) {
      throw new StudioError(
        'not-found',
        `“${run}” has no weights to start from yet: they come with its first epoch. Choose another run.`,
      );
    }
    const answer = await desk.ask({
      ...given,
      pictures: 'unit',
      path: join(runFolder(folder, run), weights),
    });
    return { ...answer, report: { ...answer.report, file: run } };
  }

  return {
    handlers: {
      'weights.fit': async ({ source, choice, classes, out }) => {
        const settings = settingsFrom(choice);
        const { report, bytes } = await fit(context.store, source, {
          settings,
          classes: classes + 1,
        });
        if (out !== undefined) await writeSafeFile(out, bytes);
        return report;
      },
    },
    async startFrom(store, source, given) {
      const { report, bytes, sha256 } = await fit(() => store, source, given);
      const { file, format, taken, of } = report;
      if (taken.layers === 0) {
        throw badInput(
          `Nothing of “${file}” fits ${given.settings.model}: none of its ${of.layers} layers with weights was found there. Choose another network or width, or start without the file.`,
        );
      }
      const { pictures = 'unit' } = source.kind === 'file' ? source : {};
      const origin = { file, format, ...(pictures === 'unit' ? {} : { pictures }) };
      return { origin: { ...origin, sha256, taken, of }, bytes };
    },
    close: () => desk.close(),
  };
}
