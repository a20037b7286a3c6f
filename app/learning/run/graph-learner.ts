import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { joined, type Batch } from '../data/batches.ts';
import { openSession, type Session } from '../graph/session.ts';
import { freshShareName } from '../graph/average-nodes.ts';
import { figuresAt } from '../graph/optimiser-nodes.ts';
import { names, slotNames as slotNamesOf, trainingGraph } from '../graph/training-graph.ts';
import { sizeOfShape, weightSpecs } from '../models/network.ts';
import { checkWeights, type WeightValues } from '../models/weights.ts';
import type { KernelBackend } from '../operations/kernels.ts';
import { plainAdam } from '../operations/optimisers.ts';
import { averageName, freshShare } from './averages.ts';
import { tensorsOf } from './eager-learner.ts';
import type { Answered, Besides, Checked, Learner, LearnerOptions, StepPoint } from './learner.ts';
import { keyTensor, type StepOutcome } from './step.ts';

/**
 * The step recorded once and run as TensorFlow's own graph, which fuses, lays out and frees better than we could call by
 * call. Weights and the optimiser's figures are variables in there. Throws where the network cannot be recorded.
 */
export function openGraphLearner(kernels: KernelBackend, options: LearnerOptions): Learner {
  const { settings } = options;
  const { optimiser = plainAdam, averaging = 0 } = settings;
  const specs = weightSpecs(settings.network);
  const weightNames = specs.map(({ name }) => name);
  const slotNames = specs.flatMap((spec) => slotNamesOf(settings, spec));
  const shapes = new Map(
    specs.flatMap((spec) =>
      [spec.name, ...slotNamesOf(settings, spec)].map((each) => [each, spec.shape] as const),
    ),
  );
  const weightOf = new Map(weightNames.map((name) => [averageName(name), name]));

  let graph = opened(options.batch, options.weights, options.slots);

  function opened(
    batch: number,
    weights: WeightValues,
    slots: WeightValues | null,
  ): { readonly batch: number; readonly session: Session } {
    checkWeights(settings.network, weights);
    const session = openSession(kernels, trainingGraph(kernels, settings, batch));
    const numbersOf = (name: string): Float32Array => {
      const length = sizeOfShape(shapes.get(name) ?? []);
      // An average begins as its weight, all else that is kept as zeros.
      const begun = () => weights.get(weightOf.get(name) ?? '') ?? new Float32Array(length);
      const given = weights.get(name) ?? (slots === null ? begun() : slots.get(name));
      if (given?.length !== length) {
        throw new Error(`The figures of “${name}” do not fit the network.`);
      }
      return given;
    };
    run(session, [names.allSet], () =>
      [...weightNames, ...slotNames].map((name) => [
        names.given(name),
        tf.tensor(numbersOf(name), [...(shapes.get(name) ?? [])], 'float32'),
      ]),
    );
    return { batch, session };
  }

  /** The values of outputs; every tensor on the way is let go. */
  function run(
    session: Session,
    outputs: readonly string[],
    feed: () => readonly (readonly [string, Tensor])[],
  ): readonly ArrayLike<number>[] {
    let answers: readonly ArrayLike<number>[] = [];
    // Nothing is given out of the tidy: it would look through every number for tensors.
    tf.tidy(() => {
      answers = session.run(new Map(feed()), outputs).map((each) => each.dataSync());
    });
    return answers;
  }

  function read(which: readonly string[]): WeightValues {
    // A session wants to be fed something, whatever is asked.
    const answers = run(graph.session, which.map(names.read), () => [[names.rate, tf.scalar(0)]]);
    return new Map(which.map((name, index) => [name, Float32Array.from(answers[index] ?? [])]));
  }

  function readAnswering(): WeightValues {
    if (averaging === 0) return read(weightNames);
    const averages = read(weightNames.map(averageName));
    return new Map([...averages].map(([name, values]) => [weightOf.get(name) ?? name, values]));
  }

  function batchFed(batch: Batch, besides?: Besides): (readonly [string, Tensor])[] {
    const all = besides === undefined ? batch : joined(batch, besides.batch);
    const { pictures, labels } = tensorsOf(all);
    return [
      [names.pictures, pictures],
      [names.labels, labels],
      ...(besides === undefined ? [] : [[names.pseudoWeight, tf.scalar(besides.weight)] as const]),
    ];
  }

  function answeredFed(batch: Batch): (readonly [string, Tensor])[] {
    const full = batch.count === graph.batch ? batch : filledUp(batch, graph.batch);
    const { pictures, labels } = tensorsOf(full);
    return [
      [names.answeredPictures, pictures],
      [names.answeredLabels, labels],
    ];
  }

  function learn(batch: Batch, { rate, step, key }: StepPoint, besides?: Besides): StepOutcome {
    if (batch.count !== graph.batch) {
      const [weights, slots] = [read(weightNames), read(slotNames)];
      graph.session.dispose();
      graph = opened(batch.count, weights, slots);
    }
    const [
      [loss = NaN] = [],
      [squares = NaN] = [],
      [within = 0] = [],
      [applied = 0] = [],
      found = [],
    ] = run(
      graph.session,
      [names.loss, names.squares, names.withinFinite, names.applied, names.found],
      () => [
        ...batchFed(batch, besides),
        [names.key, keyTensor(key)],
        ...figuresAt(optimiser, { rate, step }).map(
          ([name, figure]) => [name, tf.scalar(figure)] as const,
        ),
        ...(averaging === 0
          ? []
          : [[freshShareName, tf.scalar(freshShare(averaging, step))] as const]),
      ],
    ).map((values) => Array.from(values));
    if (applied === 1) return { kind: 'stepped', loss, gradientNorm: Math.sqrt(squares), found };
    if (!Number.isFinite(loss)) return { kind: 'not-finite', what: 'loss' };
    return { kind: 'not-finite', what: within === 1 ? 'gradients' : 'values between the layers' };
  }

  function check(batch: Batch): Checked {
    const outputs = [names.validationLoss, names.validationClasses, names.validationFound];
    const [loss, labels, found] = run(graph.session, outputs, () => answeredFed(batch));
    return {
      loss: loss?.[0] ?? NaN,
      found: Array.from(found ?? []),
      labels: Uint8Array.from(labels ?? []).subarray(0, batch.labels.length),
    };
  }

  function answer(batch: Batch): Answered {
    const outputs = [names.validationClasses, names.validationCertainty];
    const [labels, certainty] = run(graph.session, outputs, () => answeredFed(batch));
    return {
      labels: Uint8Array.from(labels ?? []).subarray(0, batch.labels.length),
      certainty: Float32Array.from(certainty ?? []).subarray(0, batch.labels.length),
    };
  }

  // A session answers before it returns.
  return {
    step: (batch, at, besides) => Promise.try(learn, batch, at, besides),
    check: (batch) => Promise.try(check, batch),
    answer: (batch) => Promise.try(answer, batch),
    values: () => Promise.try(read, weightNames),
    answering: () => Promise.try(readAnswering),
    slots: () => Promise.try(read, slotNames),
    dispose() {
      graph.session.dispose();
    },
  };
}

/** A graph takes one number of pictures: what is missing is black and ignored, which changes no answer. */
function filledUp({ sidePx, pictures, labels, indices }: Batch, count: number): Batch {
  const area = sidePx * sidePx;
  const all = new Float32Array(count * area * 3);
  all.set(pictures);
  const values = new Int32Array(count * area).fill(255);
  values.set(labels);
  return { count, sidePx, pictures: all, labels: values, indices };
}
