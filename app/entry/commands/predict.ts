import { join } from 'node:path';
import type { Client } from '../../contract/client.ts';
import type { FolderPrediction } from '../../contract/methods.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { defineCommand } from '../define-command.ts';
import { requireOneSource, runFolderOf } from '../folder-options.ts';
import { followJob } from '../follow-job.ts';
import { choice, decimal, otherwise, path, required, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { counted } from '../wording.ts';

export const predict = defineCommand({
  name: 'predict',
  summary: 'Predict masks with a run; writes a grey PNG and an overlay PNG for each picture.',
  example: 'predict --project pets --run first --split test --out predictions',
  options: {
    project: path('DIR', 'the project; not needed with --images and the folder of a run'),
    run: required(words('NAME', 'the run; without --project, its folder')),
    split: choice(['train', 'val', 'test', 'all'], 'which pictures; val unless told'),
    images: path('DIR', 'predict every picture in this folder instead'),
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    threshold: decimal('T', 'probability from which a class is taken, 0 to 1'),
    out: required(path('DIR', 'where the PNG files go')),
  },
  async run({ project, run, split, images, weights, threshold, out }, context) {
    requireOneSource(project, { images }, split);
    const chosen = { weights, out, ...(threshold === undefined ? {} : { threshold }) };
    if (images !== undefined) {
      const asked = { ...chosen, images, runFolder: runFolderOf(project, run) };
      return withStudio(null, (client) => predictFolder(client, asked, context));
    }
    const target = split ?? 'val';
    return withStudio({ folder: project ?? '', create: false }, async (client) => {
      const order = { run, weights, target };
      await followJob(client, () => client.call('prediction.start', order), context);
      const result = await followJob(
        client,
        () => client.call('export.predictions', { ...chosen, ...order }),
        context,
      );
      return {
        json: { run, split: target, out, ...(result as object) },
        lines: [`The predictions of “${run}” are in ${out}.`],
      };
    });
  },
});

async function predictFolder(
  client: Client,
  asked: Parameters<typeof client.call<'folder.predict'>>[1],
  context: CommandContext,
): Promise<Outcome> {
  const start = () => client.call('folder.predict', asked);
  const result = (await followJob(client, start, context)) as FolderPrediction;
  const { out, pictures, skipped } = result;
  return {
    json: { run: asked.runFolder, images: asked.images, ...result },
    lines: [
      `${counted(pictures, 'picture')} predicted: the masks are in ${join(out, '<name>.png')}.`,
      ...skipped.map(({ file, reason }) => `  left out, ${file}: ${reason}`),
    ],
  };
}
