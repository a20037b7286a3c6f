import {
  backendNames,
  lossNames,
  modelNames,
  optimiserNames,
  scheduleNames,
  type TrainingChoice,
} from '../../contract/training.ts';
import { settingInWords } from '../../contract/setting-words.ts';
import { presetNames, presets } from '../../contract/presets.ts';
import type { Client } from '../../contract/client.ts';
import { defineCommand } from '../define-command.ts';
import { followQueue } from '../follow-queue.ts';
import { given, resumeRun } from '../resume-run.ts';
import {
  choice,
  decimal,
  flag,
  list,
  path,
  required,
  UsageError,
  whole,
  words,
} from '../options.ts';
import { sourceOf, tellFit } from '../weights-asked.ts';
import { withStudio } from '../with-studio.ts';

export const train = defineCommand({
  name: 'train',
  summary:
    'Train a network on the project, then those in its queue. Ctrl+C stops and keeps the best and the last weights.',
  example: 'train --project pets --model unet --epochs 20 --run first',
  options: {
    project: required(path('DIR', 'the project')),
    model: choice(modelNames, 'the network; unet unless told'),
    preset: choice(presetNames, 'a whole recipe; what else is told is laid over it'),
    size: whole('PIXELS', 'side of the square the network sees; 200 unless told'),
    width: decimal('X', 'filters of every layer, as a multiple of the model’s own; 1 unless told'),
    epochs: whole('N', 'times over all training pictures'),
    batch: whole('N', 'pictures per step'),
    rate: decimal('X', 'learning rate at its highest'),
    schedule: choice(
      scheduleNames,
      'how the rate goes over the run; the recipe of the model unless told',
    ),
    loss: choice(lossNames, 'what is made small; the recipe of the model unless told'),
    optimiser: choice(optimiserNames, 'how weights follow their gradients; adam unless told'),
    'weight-decay': decimal('X', 'with adamw: what it takes off large weights; 0.01 unless told'),
    'clip-norm': decimal('X', 'shorten the gradients of a step to this; never unless told'),
    ema: decimal('X', 'share of a running average of the weights that stays; none unless told'),
    patience: whole('N', 'end early when so many epochs were no better than the best'),
    backend: choice(backendNames, 'auto unless told', { hidden: ['cpu'] }),
    gpu: words(
      'CARD',
      'NVIDIA card by number, name or id; none for the processor; auto unless told',
    ),
    'gpu-memory': decimal(
      'GB',
      'how much of its memory to take at most; all that is free unless told',
    ),
    set: list(
      'NAME=VALUE,...',
      'any setting by its name in job.json, such as rotate=10,copyPaste=true',
    ),
    seed: whole('N', 'of weights, order and augmentation'),
    weights: path(
      'FILE',
      'start from weights you have: .keras, .weights.h5, .h5, .safetensors, .pt, model.json',
    ),
    from: words('RUN', 'start from the best weights of an earlier run'),
    'what-fits': flag('with --weights or --from: go on though not all of the network is there'),
    run: words('NAME', 'name of the run; given by date unless told'),
    resume: flag('go on with --run, or with the newest run that did not finish'),
    more: whole('N', 'with --resume: train for so many epochs more than were planned'),
    again: words('NAME', 'train this run once more: the same settings, pictures, labels and seed'),
    queue: flag('where another run trains or waits, wait behind it, and answer at once'),
  },
  async run(options, context) {
    const {
      project,
      resume,
      more,
      again,
      queue,
      preset,
      set,
      weights,
      from,
      'what-fits': whatFits,
      'gpu-memory': gpuMemoryGb,
      'weight-decay': weightDecay,
      'clip-norm': clipNorm,
      ...rest
    } = options;
    const gpuMemoryMb =
      gpuMemoryGb === undefined ? undefined : Math.max(1, Math.round(gpuMemoryGb * 1024));
    const chosen = {
      ...choiceOf(set),
      ...given({ ...rest, gpuMemoryMb, weightDecay, clipNorm }),
    };
    if (more !== undefined && !resume) throw new UsageError('--more goes with --resume.');
    const source = sourceOf({ weights, from, begun: resume || again !== undefined });
    return withStudio({ folder: project, create: false }, (client) => {
      const start = async () => {
        if (again !== undefined) {
          const as = chosen.run === undefined ? {} : { as: chosen.run };
          return client.call('training.again', { run: again, ...as, queue });
        }
        if (!resume) {
          const recipe = preset === undefined ? {} : presets[preset];
          const choice = { ...recipe, ...chosen };
          if (source === null) return client.call('training.start', { choice, queue });
          await tellFit(client, { source, choice, whatFits }, context);
          return client.call('training.start', { choice, queue, weights: source });
        }
        const run = await runToResume(client, chosen.run);
        const { batch, backend, gpu } = chosen;
        return resumeRun(client, run, { more, batch, backend, gpu, gpuMemoryMb, queue });
      };
      return followQueue(client, start, context);
    });
  },
});

function choiceOf(pairs: readonly string[] = []): TrainingChoice {
  const read = pairs.map((pair) => {
    const setting = settingInWords(pair);
    if ('fault' in setting) throw new UsageError(`--set: ${setting.fault}`);
    return setting.choice;
  });
  return Object.assign({}, ...read) as TrainingChoice;
}

async function runToResume(client: Client, name: string | undefined): Promise<string> {
  if (name !== undefined) {
    return name;
  }
  const { runs } = await client.call('run.list', {});
  const unfinished = runs
    .filter(({ state }) => state.status !== 'finished')
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  if (unfinished[0] === undefined) {
    throw new UsageError('There is no unfinished run to resume. Name one with --run.');
  }
  return unfinished[0].name;
}
