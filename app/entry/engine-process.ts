import { setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { StudioError } from '../contract/errors.ts';
import { parseEngineRequest, runLockName, type EngineEvent } from '../contract/run-folder.ts';
import { takeWish } from '../learning/files/wish.ts';
import { openBackend } from '../learning/backends/open-backend.ts';
import { createPredictionDesk } from '../learning/predict/answer-requests.ts';
import { createPredictors } from '../learning/predict/predictor.ts';
import { findBatch } from '../learning/run/find-batch.ts';
import { findRate, type FindRateOptions } from '../learning/run/find-rate.ts';
import { readJob } from '../learning/run/job.ts';
import { train } from '../learning/run/train.ts';
import type { Wish } from '../learning/run/train-options.ts';
import { holdLock } from '../store/lock.ts';

/**
 * The only process that loads TensorFlow: trains one run folder, looks for a learning rate or for as many pictures at once as fit, or stays warm and predicts. Its owner talks to it over
 * the channel; without one, from a terminal, both sides speak in lines of JSON, and Ctrl+C ends it.
 */

const longestEndMs = 5_000;
const beatEveryMs = 1_000;
const usage =
  'Usage: engine-process.ts train --run DIR [--resume] [--checkpoint-ms N] | engine-process.ts rates|batches --run DIR | engine-process.ts predict';

/** Resolves when the last word has left this process. */
let said: Promise<void> = Promise.resolve();

function send(event: EngineEvent): void {
  said = new Promise((resolve) => {
    const done = () => {
      resolve();
    };
    if (process.send === undefined) process.stdout.write(`${JSON.stringify(event)}\n`, done);
    // A channel that has just closed is no news: the process is told by its own event.
    else if (process.connected) process.send(event, undefined, {}, done);
    else resolve();
  });
}

/** Calls `leave` once, when the owner is gone or wishes it, and sees to it that the end comes in time. */
function onLeave(leave: () => void): void {
  let leaving = false;
  function begin(): void {
    if (leaving) return;
    leaving = true;
    setTimeout(() => process.exit(1), longestEndMs).unref();
    leave();
  }
  process.on('disconnect', begin);
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
}

async function trainRun(
  folder: string,
  { resume, checkpointEveryMs }: { resume: boolean; checkpointEveryMs: number },
): Promise<void> {
  const job = readJob(folder);
  const lock = holdLock(join(folder, runLockName));
  if (lock === null) {
    throw new StudioError('busy', `Another engine is at work on the run “${job.name}” already.`);
  }
  let wish: Wish = 'go-on';
  function hear(asked: 'stop' | 'pause'): void {
    if (wish === 'go-on') wish = asked;
  }
  onLeave(() => {
    wish = 'leave';
  });
  process.on('message', (message) => {
    const request = parseEngineRequest(message);
    if (request.kind === 'stop' || request.kind === 'pause') hear(request.kind);
  });
  // Between steps, as everything here: a loop that no longer turns is silent.
  const beat = setInterval(() => {
    send({ kind: 'beat' });
    const asked = takeWish(folder);
    if (asked !== null) hear(asked);
  }, beatEveryMs);
  try {
    await train({
      folder,
      job,
      resume,
      checkpointEveryMs,
      openBackend: () => openBackend(job.settings.backend, 'train', job.settings),
      wish: () => wish,
      send,
    });
  } finally {
    clearInterval(beat);
    lock.release();
  }
}

type SearchOptions = Omit<FindRateOptions, 'tell'>;

/** What is found is told, and nothing written. */
async function search(
  folder: string,
  find: (options: SearchOptions) => Promise<EngineEvent | null>,
): Promise<void> {
  const job = readJob(folder);
  let isLeft = false;
  onLeave(() => {
    isLeft = true;
  });
  const beat = setInterval(() => {
    send({ kind: 'beat' });
  }, beatEveryMs);
  try {
    const found = await find({
      folder,
      job,
      openBackend: () => openBackend(job.settings.backend, 'train', job.settings),
      isGivenUp: () => isLeft,
    });
    if (found !== null) send(found);
  } finally {
    clearInterval(beat);
  }
}

async function searchRate(options: SearchOptions): Promise<EngineEvent | null> {
  const search = await findRate({
    ...options,
    tell: (done, steps) => {
      send({ kind: 'rate-tried', done, steps });
    },
  });
  return search === null ? null : { kind: 'rates-tried', search };
}

async function searchBatch(options: SearchOptions): Promise<EngineEvent | null> {
  const search = await findBatch({
    ...options,
    tell: (trial) => {
      send({ kind: 'batch-trial', ...trial });
    },
  });
  return search === null ? null : { kind: 'batches-tried', search };
}

async function predict(): Promise<void> {
  const backend = await openBackend('auto', 'predict');
  const predictors = createPredictors(backend);
  const desk = createPredictionDesk({ backend, predictors, send });
  function hear(message: unknown): void {
    const request = parseEngineRequest(message);
    switch (request.kind) {
      case 'predict':
      case 'look':
      case 'numbers':
        desk.take(request);
        break;
      case 'cancel':
        desk.cancel(request.request);
        break;
      default:
        break;
    }
  }
  process.on('message', hear);
  onLeave(() => process.exit(0));
  // That there is no faster card is nothing to complain of; that it will take ten times as long is.
  if (backend.slowness !== undefined) process.stderr.write(`${backend.slowness}\n`);
  send({ kind: 'ready', backend: backend.name, library: backend.library });
  if (process.send === undefined) {
    for await (const line of createInterface({ input: process.stdin })) hear(JSON.parse(line));
  }
}

async function begin(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      run: { type: 'string' },
      resume: { type: 'boolean', default: false },
      // A crash costs no more than this.
      'checkpoint-ms': { type: 'string', default: '60000' },
    },
  });
  const [task] = positionals;
  // The window stays fluid while every core computes.
  setPriority(10);
  if (task === 'train' && values.run !== undefined) {
    await trainRun(resolve(values.run), {
      resume: values.resume,
      checkpointEveryMs: Number(values['checkpoint-ms']),
    });
    await said;
    process.exit(0);
  }
  if ((task === 'rates' || task === 'batches') && values.run !== undefined) {
    await search(resolve(values.run), task === 'rates' ? searchRate : searchBatch);
    await said;
    process.exit(0);
  }
  if (task !== 'predict') {
    process.stderr.write(`${usage}\n`);
    process.exit(2);
  }
  await predict();
}

try {
  await begin();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
  send({ kind: 'failed', message });
  await said;
  process.exit(1);
}
