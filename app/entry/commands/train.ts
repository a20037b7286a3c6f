import type { Client } from '../../contract/client.ts';
import { defineCommand } from '../define-command.ts';
import { batchOption, findFit, takeFit } from '../fitting-batch.ts';
import { followQueue } from '../follow-queue.ts';
import { flag, path, required, UsageError, whole, words } from '../options.ts';
import { chosenOnly, recipeChoice, recipeOptions, requireSettled } from '../recipe-options.ts';
import { resumeRun } from '../resume-run.ts';
import { sourceOf, startOptions, tellFit } from '../weights-asked.ts';
import { withStudio } from '../with-studio.ts';

export const train = defineCommand({
  name: 'train',
  summary:
    'Train a network on the project, then those in its queue. Ctrl+C stops and keeps the best and the last weights.',
  example: 'train --project pets --model unet --epochs 20 --run first',
  options: {
    project: required(path('DIR', 'the project')),
    ...recipeOptions,
    batch: batchOption,
    ...startOptions,
    'what-fits': flag('with --weights or --from: go on though not all of the network is there'),
    run: words('NAME', 'name of the run; given by date unless told'),
    resume: flag('go on with --run, or with the newest run that did not finish'),
    more: whole('N', 'with --resume: train for so many epochs more than were planned'),
    again: words('NAME', 'train this run once more: the same settings, pictures, labels and seed'),
    queue: flag('where another run trains or waits, wait behind it, and answer at once'),
  },
  async run(options, context) {
    const { project, resume, more, again, queue, run, weights, from, ...rest } = options;
    const { 'what-fits': whatFits, 'pictures-given': pictures, ...told } = rest;
    const { fit, recipe } = takeFit(told);
    if (more !== undefined && !resume) throw new UsageError('--more goes with --resume.');
    if (fit && (resume || again !== undefined)) {
      throw new UsageError('As many pictures at once as fit are looked for where a run begins.');
    }
    const source = sourceOf({
      weights,
      from,
      'pictures-given': pictures,
      begun: resume || again !== undefined,
    });
    if (again !== undefined) requireSettled(recipe, 'again');
    else if (resume) requireSettled(recipe, 'resume');
    return withStudio({ folder: project, create: false }, (client) => {
      const start = async () => {
        if (again !== undefined) {
          const as = run === undefined ? {} : { as: run };
          return client.call('training.again', { run: again, ...as, queue });
        }
        if (!resume) {
          const chosen = { ...recipeChoice(recipe), ...(run === undefined ? {} : { run }) };
          const choice = fit ? { ...chosen, ...(await findFit(client, chosen, context)) } : chosen;
          const { warnings } = await client.call('training.plan', { choice });
          for (const warning of warnings) context.progress.say(warning);
          if (source === null) return client.call('training.start', { choice, queue });
          await tellFit(client, { source, choice, whatFits }, context);
          return client.call('training.start', { choice, queue, weights: source });
        }
        const { batch, backend, gpu, gpuMemoryMb } = chosenOnly(recipe);
        const resumed = await runToResume(client, run);
        return resumeRun(client, resumed, { more, batch, backend, gpu, gpuMemoryMb, queue });
      };
      return followQueue(client, start, context);
    });
  },
});

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
