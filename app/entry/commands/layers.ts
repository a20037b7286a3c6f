import type { Client } from '../../contract/client.ts';
import { StudioError } from '../../contract/errors.ts';
import type { LookedLayers } from '../../contract/layers.ts';
import { defineCommand } from '../define-command.ts';
import { followJob } from '../follow-job.ts';
import { choice, otherwise, path, required, whole, words } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { inColumns } from '../wording.ts';

export const layers = defineCommand({
  name: 'layers',
  summary:
    'Draw what every layer of a run makes of a picture: a PNG of maps for each, and index.json.',
  example: 'layers --project pets --run first --image cat-12.jpg --out layers',
  options: {
    project: required(path('DIR', 'the project')),
    run: required(words('NAME', 'the run')),
    image: required(words('NAME', 'the picture, by its name or its number')),
    weights: otherwise(choice(['best', 'last'], 'of which epoch; best unless told'), 'best'),
    channels: whole('N', 'maps of each layer at most, those that vary most; 16 unless told'),
    out: required(path('DIR', 'where the PNG files go')),
  },
  run({ project, run, image: named, weights, channels, out }, context) {
    return withStudio({ folder: project, create: false }, async (client) => {
      const image = await imageNamed(client, named);
      const order = { run, weights, image, out, ...(channels === undefined ? {} : { channels }) };
      const result = await followJob(client, () => client.call('layers.look', order), context);
      const { look: _, ...looked } = result as LookedLayers;
      return {
        json: { ...looked, out },
        lines: [
          ...listOf(looked.layers),
          '',
          `What the ${String(looked.layers.length)} layers of “${run}” make of “${looked.name}” is in ${out}.`,
          ...(looked.tiles > 1
            ? [
                `The run looks at pictures in ${String(looked.tiles)} x ${String(looked.tiles)} parts: these are of the one in the middle.`,
              ]
            : []),
        ],
      };
    });
  },
});

/** The number of the picture that is called so, with its ending or without. */
async function imageNamed(client: Client, named: string): Promise<number> {
  const { images, total } = await client.call('image.list', {
    filter: { search: named },
    order: { by: 'id', descending: false },
    offset: 0,
    limit: 500,
  });
  const found =
    images.find(({ name }) => name === named) ??
    images.find(({ id }) => String(id) === named) ??
    images.find(({ name }) => name.replace(/\.\w+$/, '') === named);
  if (found !== undefined) return found.id;
  const near = images.slice(0, 3).map(({ name }) => `“${name}”`);
  throw new StudioError(
    'not-found',
    total === 0
      ? `There is no picture “${named}” in this project. Give a name as Browse shows it, or its number.`
      : `There is no picture “${named}” in this project; there is ${near.join(', ')}${total > near.length ? ' and others' : ''}.`,
  );
}

function listOf(layers: LookedLayers['layers']): readonly string[] {
  const heads = ['layer', 'kind', 'gives', 'sees', 'smallest', 'largest', 'zeros'];
  const rows = layers.map(({ name, kind, width, height, channels, field, range }) => [
    name,
    kind,
    `${String(width)} x ${String(height)} x ${String(channels)}`,
    `${String(field.sizePx)} px`,
    figure(range.min),
    figure(range.max),
    `${String(Math.round(range.zeros * 100))} %`,
  ]);
  return inColumns([heads, ...rows]);
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
