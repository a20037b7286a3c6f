import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { mapSideOf } from '../../contract/training.ts';
import type { BatchFeed } from '../data/batch-feed.ts';
import { stepsPerEpoch, type Batch } from '../data/batches.ts';
import { keyOf } from '../data/random.ts';
import type { Samples } from '../data/samples.ts';
import type { RunProgress } from '../../contract/run-weights.ts';
import { areFinite, type WeightValues } from '../models/weights.ts';
import { writeCheckpoint } from '../files/checkpoint.ts';
import { isBetter, type Best } from './best.ts';
import { left, type Ending } from './ending.ts';
import type { Learner } from './learner.ts';
import type { Reporter } from './reporter.ts';
import { rateAt } from './schedule.ts';
import { keyedAt } from './keyed.ts';
import { lossPartsIn, scoresIn, withFound } from './found.ts';
import { badBatchInWords, notFiniteInWords } from './not-finite.ts';
import { blankRow } from './rows.ts';
import {
  besidesOf,
  pseudoLabelled,
  unlabelledWeightAt,
  weaklyVaried,
  type PseudoLabelled,
} from './pseudo-labels.ts';
import { createSpeed } from './speed.ts';
import type { StepOutcome, Unstepped } from './step.ts';
import { stripImages, writeStripPicture } from './strip.ts';
import type { TrainOptions } from './train-options.ts';
import { validate, type Validation } from './validate.ts';
import type { WeightsKeeper } from './weights-keeper.ts';

export interface CourseOptions extends TrainOptions {
  readonly samples: Samples;
  /** Gives the batches of the run from `progress` on, those of its validations too. */
  readonly feed: BatchFeed;
  /** Pictures in a step. */
  readonly batch: number;
  readonly learner: Learner;
  /** Where to go on from. */
  readonly progress: RunProgress;
  readonly fingerprint: string;
  readonly reporter: Reporter;
  readonly keeper: WeightsKeeper;
}

type Stepped = Extract<StepOutcome, { kind: 'stepped' }>;

/** What a step learns from. */
interface Loaded {
  readonly own: Batch;
  /** Pictures without labels as they were made, and as the step takes them; null where none are used. */
  readonly pair: Batch | null;
  readonly pseudo: PseudoLabelled | null;
}

/** A run on its way: the single moves that the loop is made of. */
export interface Course {
  /** Epochs done, validation included. */
  epoch(): number;
  /** True when every step of the present epoch was taken. */
  isEpochTaken(): boolean;
  /** Learns from the next batch. Answers what went wrong, in words, or null. */
  step(): Promise<string | null>;
  /** Validates, keeps the weights, writes a checkpoint. Answers how the run ends when it cannot go on, or null. */
  closeEpoch(): Promise<Ending | null>;
  /** True when as many epochs as the settings have patience for were no better than the best. */
  isPatienceOver(): boolean;
  /** Keeps what there is. */
  end(ending: Ending): Promise<Ending>;
}

export function openCourse(options: CourseOptions): Course {
  const { folder, job, samples, batch, feed, learner, reporter, keeper } = options;
  const { settings, classes } = job;
  const classNames = classes.map(({ name }) => name);
  const perEpoch = stepsPerEpoch(samples.train.length, batch);
  const steps = perEpoch * settings.epochs;
  const strip = stripImages(samples.validation);
  const speed = createSpeed();
  let progress = options.progress;
  let checkpointAt = performance.now();
  let clock = performance.now();

  /** Seconds since it was last asked: all of them are the run's, none counts twice. */
  function tick(): number {
    const before = clock;
    clock = performance.now();
    return (clock - before) / 1000;
  }

  /** Writes nothing, and answers false, where the weights are no numbers any more: the checkpoint before stays. */
  async function saveCheckpoint(): Promise<boolean> {
    const weights = await learner.values();
    const slots = await learner.slots();
    if (!areFinite(weights) || !areFinite(slots)) return false;
    reporter.settle();
    writeCheckpoint(join(folder, 'checkpoints'), {
      progress,
      fingerprint: options.fingerprint,
      settings,
      dataHash: job.dataHash,
      keyed: keyedAt({ job, samples, batch }, progress),
      weights,
      slots,
    });
    checkpointAt = performance.now();
    return true;
  }

  function lostWeights(): string {
    return notFiniteInWords('weights', { step: progress.step, rate: rateOf(progress.step) });
  }

  function rateOf(step: number): number {
    return rateAt(settings, { step, steps });
  }

  function isEpochTaken(): boolean {
    return progress.step >= (progress.epoch + 1) * perEpoch;
  }

  function learnFrom(
    { own, pseudo }: Loaded,
    { rate, step }: { readonly rate: number; readonly step: number },
  ): Promise<StepOutcome> {
    const weight = unlabelledWeightAt(settings, { step, steps });
    const besides = pseudo === null ? undefined : besidesOf(pseudo, weight);
    const key = keyOf('dropout', settings.seed, step);
    return learner.step(own, { rate, step, key }, besides);
  }

  /** What the next step learns from; all of it is to be given back. */
  async function load(): Promise<Loaded> {
    const own = batchThere(await feed.next());
    if (samples.unlabelled.length === 0) return { own, pair: null, pseudo: null };
    const pair = batchThere(await feed.next());
    const answered = await learner.answer(weaklyVaried(pair));
    return { own, pair, pseudo: pseudoLabelled(pair, answered, settings.confidence) };
  }

  function tellStep({
    loss,
    gradientNorm,
    rate,
    pictures,
    sureShare,
    found,
  }: Omit<Stepped, 'kind'> & { rate: number; pictures: number; sureShare: number | null }) {
    const seconds = tick();
    const waited = feed.waitedSeconds();
    speed.stepped({ pictures, seconds, waited });
    const isFirst = progress.step === progress.epoch * perEpoch;
    const foundBefore = isFirst ? null : progress.found;
    progress = {
      ...progress,
      step: progress.step + 1,
      seconds: progress.seconds + seconds,
      lossSum: progress.lossSum + loss,
      sureSum: progress.sureSum + (sureShare ?? 0),
      found: isFirst || foundBefore !== null ? [...withFound(foundBefore, found)] : null,
    };
    const memoryBytes = process.memoryUsage.rss();
    const imagesPerSecond = pictures / seconds;
    const waitingShare = waited / seconds;
    const row = blankRow('step', progress);
    // With its state: the first one is what a person waits for.
    reporter.measured(
      {
        ...row,
        loss,
        rate,
        gradientNorm,
        imagesPerSecond,
        memoryBytes,
        waitingShare,
        sureShare,
        lossParts: lossPartsIn(found, settings.loss, 1),
      },
      {
        status: 'training',
        message: `Epoch ${String(progress.epoch + 1)} of ${String(settings.epochs)}`,
        step: progress.step,
        imagesPerSecond: speed.imagesPerSecond(),
        waitingShare: speed.waitingShare(),
        seconds: progress.seconds,
        secondsLeft: speed.secondsLeft({
          steps: steps - progress.step,
          validations: settings.epochs - progress.epoch,
        }),
        memoryBytes,
      },
    );
  }

  async function whatWentWrong(loaded: Batch, what: Unstepped): Promise<string> {
    const step = progress.step + 1;
    if (!areFinite(await learner.values())) return lostWeights();
    return badBatch(loaded) ?? notFiniteInWords(what, { step, rate: rateOf(step) });
  }

  function badBatch(loaded: Batch): string | null {
    return badBatchInWords(loaded, {
      step: progress.step + 1,
      classes: classes.length + 1,
      nameOf: (index) => samples.train[index]?.name ?? String(index),
    });
  }

  function tellEpoch(
    { loss, scores, waitingShare, ...figures }: Validation & { readonly waitingShare: number },
    values: WeightValues,
  ): void {
    const trainLoss = progress.lossSum / perEpoch;
    const sureShare = samples.unlabelled.length > 0 ? progress.sureSum / perEpoch : null;
    const epoch = progress.epoch + 1;
    const measured: Best = {
      epoch,
      loss: samples.validation.length > 0 ? loss : trainLoss,
      ...scores,
    };
    const { found } = progress;
    const learned =
      found === null
        ? {}
        : {
            ...scoresIn(found, classNames),
            lossParts: lossPartsIn(found, settings.loss, perEpoch),
          };
    const isBest = isBetter(measured, progress.best);
    progress = {
      ...progress,
      lossSum: 0,
      sureSum: 0,
      found: null,
      best: isBest ? measured : progress.best,
      sinceBest: isBest ? 0 : progress.sinceBest + 1,
    };
    reporter.measured({ ...blankRow('epoch', progress), loss: trainLoss, sureShare, ...learned });
    if (samples.validation.length > 0) {
      reporter.measured({
        ...blankRow('validation', progress),
        loss,
        waitingShare,
        ...scores,
        ...figures,
      });
    }
    progress = { ...progress, epoch };
    keeper.keep('last', values, epoch);
    if (isBest) keeper.keep('best', values, epoch);
    reporter.update({
      epoch,
      seconds: progress.seconds,
      ...(isBest ? { best: { epoch, ...scores } } : {}),
    });
  }

  return {
    epoch: () => progress.epoch,
    isEpochTaken,

    async step() {
      const loaded = await load().catch(picturesInWords);
      if (typeof loaded === 'string') return loaded;
      const { own, pair, pseudo } = loaded;
      const step = progress.step + 1;
      const rate = rateOf(step);
      if (!Number.isFinite(rate)) return notFiniteInWords('learning rate', { step, rate });
      let outcome: StepOutcome;
      try {
        outcome = await learnFrom(loaded, { rate, step });
      } catch (error) {
        // Some kernels refuse a label that no class has.
        const words = badBatch(own);
        if (words !== null) return words;
        throw error;
      }
      if (outcome.kind === 'not-finite') return whatWentWrong(own, outcome.what);
      tellStep({ ...outcome, rate, pictures: own.count, sureShare: pseudo?.sureShare ?? null });
      for (const each of pair === null ? [own] : [own, pair]) feed.giveBack(each);
      const isDue = performance.now() - checkpointAt >= options.checkpointEveryMs;
      return isDue && !isEpochTaken() && !(await saveCheckpoint()) ? lostWeights() : null;
    },

    async closeEpoch() {
      const epoch = progress.epoch + 1;
      const validation = await validate({
        learner,
        samples: samples.validation,
        feed,
        batch,
        parts: settings,
        classNames,
        lossKind: settings.loss,
        see(sample, { predicted, truth }) {
          if (!strip.has(sample.image)) return;
          const into = (place: string) => join(folder, 'samples', place);
          const sidePx = mapSideOf(settings);
          if (epoch === 1) writeStripPicture(into('labels'), { sample, labels: truth, sidePx });
          writeStripPicture(into(String(epoch)), { sample, labels: predicted, sidePx });
        },
        isGivenUp: () => options.wish() === 'leave',
      }).catch(picturesInWords);
      if (typeof validation === 'string') return { status: 'failed', message: validation };
      if (validation === null) return left;
      const seconds = tick();
      speed.validated(seconds);
      const waitingShare = feed.waitedSeconds() / seconds;
      progress = { ...progress, seconds: progress.seconds + seconds };
      const values = await learner.answering();
      if (!areFinite(values)) return { status: 'failed', message: lostWeights() };
      tellEpoch({ ...validation, waitingShare }, values);
      if (!(await saveCheckpoint())) return { status: 'failed', message: lostWeights() };
      if (strip.size > 0) reporter.sampled(epoch);
      return null;
    },

    isPatienceOver: () => settings.patience > 0 && progress.sinceBest >= settings.patience,

    async end(ending) {
      progress = { ...progress, seconds: progress.seconds + tick() };
      reporter.update({ seconds: progress.seconds });
      // One that has to leave has no time for it.
      const values = ending.status === 'interrupted' ? null : await learner.answering();
      if (values !== null && areFinite(values)) {
        // A finished run has written its last weights after its last epoch.
        if (ending.status !== 'finished') keeper.keep('last', values, progress.epoch);
        if (progress.best === null) keeper.keep('best', values, progress.epoch);
      }
      if (ending.status !== 'finished') await saveCheckpoint();
      return ending;
    },
  };
}

function batchThere(loaded: Batch | null): Batch {
  // Only plain batches may be nothing.
  if (loaded === null) throw new Error('A step was given a batch without pictures.');
  return loaded;
}

/** Why there are no pictures to go on with: the run ends with that, and keeps what it has. */
function picturesInWords(error: unknown): string {
  if (error instanceof StudioError) return error.message;
  throw error;
}
