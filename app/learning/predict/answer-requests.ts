import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { mapSideOf } from '../../contract/training.ts';
import type { EngineEvent, EngineRequest, PredictionTarget } from '../../contract/run-folder.ts';
import { letterboxPicture, type Letterboxed } from '../data/letterboxed.ts';
import type { Backend } from '../backends/backend.ts';
import { lanes } from '../graph/answering-graph.ts';
import { replaceFile } from '../../disk/durable.ts';
import { greyPng } from '../../pictures/png.ts';
import { lookAt, numbersIn } from './look.ts';
import type { Predictor, Predictors } from './predictor.ts';

/** As many as the network answers side by side; of a picture in parts these are its windows, and its maps are large. */
const togetherOf = ({ tiles }: { readonly tiles: number }): number => (tiles > 1 ? 1 : lanes);

export type DeskRequest = Extract<EngineRequest, { kind: 'predict' | 'look' | 'numbers' }>;
type PredictRequest = Extract<DeskRequest, { kind: 'predict' }>;

/** Answers requests one at a time, in the order they came. */
export interface PredictionDesk {
  take(request: DeskRequest): void;
  /** A request that is waiting or under way ends with what is done; its end is told. */
  cancel(request: string): void;
}

export interface PredictionDeskOptions {
  readonly backend: Backend;
  readonly predictors: Predictors;
  readonly send: (event: EngineEvent) => void;
}

export function createPredictionDesk(options: PredictionDeskOptions): PredictionDesk {
  const cancelled = new Set<string>();
  let queue: Promise<void> = Promise.resolve();
  return {
    take(request) {
      queue = queue.then(async () => {
        await answer(options, request, () => cancelled.has(request.request));
        cancelled.delete(request.request);
      });
    },
    cancel(request) {
      cancelled.add(request);
    },
  };
}

async function answer(
  options: PredictionDeskOptions,
  asked: DeskRequest,
  isCancelled: () => boolean,
): Promise<void> {
  const { backend, send } = options;
  const { request } = asked;
  try {
    switch (asked.kind) {
      case 'predict':
        await predict(options, asked, isCancelled);
        send({ kind: 'prediction-done', request });
        break;
      case 'look':
        await lookAt(backend, asked, { send, isCancelled });
        send({ kind: 'look-done', request });
        break;
      case 'numbers':
        send({ kind: 'numbers-found', request, numbers: await numbersIn(backend, asked) });
        break;
    }
  } catch (error) {
    send({ kind: 'failed', request, message: messageOf(error) });
  }
}

async function predict(
  { predictors, send }: PredictionDeskOptions,
  { request, folder, weights, targets, maps = join(folder, 'predictions') }: PredictRequest,
  isCancelled: () => boolean,
): Promise<void> {
  const predictor = predictors.of(folder, weights);
  const { settings } = predictor.job;
  const [sidePx, together] = [mapSideOf(settings), togetherOf(settings)];
  const readFrom = (start: number) =>
    Promise.all(targets.slice(start, start + together).map((target) => read(target, sidePx)));
  let next = readFrom(0);
  for (let start = 0; start < targets.length; start += together) {
    // Lets a cancellation be heard.
    await nextTurn();
    if (isCancelled()) break;
    const found = await next;
    // Read while the network looks at the present ones.
    next = readFrom(start + together);
    const readable = found.flatMap((each, at) =>
      each.kind === 'picture' ? [{ ...each, image: targets[start + at]?.image ?? 0 }] : [],
    );
    const answers = await predictor.predict(
      readable.map(({ picture }) => picture),
      {
        onPart(at, share) {
          send({ kind: 'prediction-part', request, image: readable[at]?.image ?? 0, share });
        },
        isGivenUp: isCancelled,
      },
    );
    let answered = 0;
    for (const [index, each] of found.entries()) {
      const image = targets[start + index]?.image ?? 0;
      if (each.kind === 'unreadable') {
        send({ kind: 'prediction-skipped', request, image, reason: each.reason });
        continue;
      }
      const answer = answers[answered++];
      // Cancelled in the middle of it.
      if (answer === undefined) break;
      const { sidePx } = each.picture;
      await writeMaps(join(maps, String(image)), predictor, { maps: answer, sidePx });
      const done = start + index + 1;
      send({ kind: 'predicted', request, image, done, total: targets.length });
    }
  }
}

type Found =
  | { readonly kind: 'picture'; readonly picture: Letterboxed }
  | { readonly kind: 'unreadable'; readonly reason: string };

async function read(target: PredictionTarget, sidePx: number): Promise<Found> {
  try {
    return { kind: 'picture', picture: await letterboxPicture(target, sidePx) };
  } catch (error) {
    return { kind: 'unreadable', reason: messageOf(error) };
  }
}

/** Writes `<value>.png` of each class. */
async function writeMaps(
  folder: string,
  { job }: Predictor,
  { maps, sidePx }: { readonly maps: readonly Uint8Array[]; readonly sidePx: number },
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const size = { width: sidePx, height: sidePx };
  for (const { value } of job.classes) {
    // Signs of life go out in between: a large one takes half a second.
    await nextTurn();
    const map = maps[value - 1];
    if (map === undefined) throw new Error(`The network gave no map of class ${String(value)}.`);
    const path = join(folder, `${String(value)}.png`);
    replaceFile(path, greyPng(map, size), { lasting: false });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
