import type { ModelSummary } from '../../contract/model-summary.ts';
import {
  enlargementNames,
  modelNames,
  normalisationNames,
  type ModelName,
} from '../../contract/training.ts';
import type { Client } from '../../contract/client.ts';
import { defineCommand } from '../define-command.ts';
import { given } from '../resume-run.ts';
import { UsageError, choice as choiceOf, decimal, otherwise, whole } from '../options.ts';
import { withStudio } from '../with-studio.ts';
import { inColumns } from '../wording.ts';

export const models = defineCommand({
  name: 'models',
  summary: 'List the networks with their figures; with a name, one of them layer by layer.',
  example: 'models unet --size 256 --batch 4',
  names: ['[NAME]'],
  options: {
    size: whole('PIXELS', 'side of the square the network sees; what its recipe says unless told'),
    width: decimal('X', 'filters of every layer, as a multiple of the model’s own; 1 unless told'),
    batch: whole('N', 'pictures per step; what its recipe says unless told'),
    depth: whole('N', 'of the U-Net: its levels, from 2 to 7; 5 unless told'),
    normalise: choiceOf(normalisationNames, 'of the U-Net: what follows a convolution'),
    enlarge: choiceOf(enlargementNames, 'of the U-Net: how a level becomes as large as the next'),
    classes: otherwise(whole('N', 'besides the background; 2 unless told'), 2),
  },
  run({ classes, ...choice }, _context, [name]) {
    const model = name === undefined ? null : modelNamed(name);
    const summarise = (client: Client, one: ModelName): Promise<ModelSummary> =>
      client.call('model.summary', { choice: { ...given(choice), model: one }, classes });
    return withStudio(null, async (client) => {
      if (model !== null) {
        const summary = await summarise(client, model);
        return { json: summary, lines: [...layersOf(summary), '', ...totalsOf(summary)] };
      }
      const summaries = await Promise.all(modelNames.map((one) => summarise(client, one)));
      return { json: { models: summaries }, lines: listOf(summaries) };
    });
  },
});

function modelNamed(name: string): ModelName {
  const found = modelNames.find((candidate) => candidate === name);
  if (found === undefined) {
    throw new UsageError(`There is no model “${name}”; there are ${modelNames.join(', ')}.`);
  }
  return found;
}

function listOf(summaries: readonly ModelSummary[]): readonly string[] {
  const heads = ['model', 'parameters', 'multiply-adds', 'size', 'batch', 'memory', 'sees'];
  const rows = summaries.map(({ model, parameters, multiplyAdds, size, batch, bytes, field }) => [
    model,
    grouped(parameters.trained + parameters.gathered),
    millions(multiplyAdds),
    `${String(size)} px`,
    String(batch),
    megabytes(bytes.weights + bytes.optimiser + bytes.activations),
    `${String(field.sizePx)} px`,
  ]);
  return inColumns([heads, ...rows]);
}

function layersOf({ layers }: ModelSummary): readonly string[] {
  const heads = ['layer', 'kind', 'gives', 'parameters', 'multiply-adds', 'sees', 'every'];
  const rows = layers.map(({ name, kind, width, height, channels, ...layer }) => [
    name,
    kind,
    `${String(width)} x ${String(height)} x ${String(channels)}`,
    layer.parameters === 0 ? '' : grouped(layer.parameters),
    layer.multiplyAdds === 0 ? '' : millions(layer.multiplyAdds),
    `${String(layer.field.sizePx)} px`,
    `${pixels(layer.field.stridePx)} px`,
  ]);
  return inColumns([heads, ...rows]);
}

function totalsOf(summary: ModelSummary): readonly string[] {
  const { parameters, multiplyAdds, bytes, batch, size, classes, field } = summary;
  const all = bytes.weights + bytes.optimiser + bytes.activations;
  return inColumns([
    ['classes', `${String(classes)} and the background`],
    [
      'parameters',
      `${grouped(parameters.trained + parameters.gathered)}: ${grouped(parameters.trained)} learned, ${grouped(parameters.gathered)} gathered`,
    ],
    ['multiply-adds', `${millions(multiplyAdds)} for a picture of ${String(size)} px`],
    [
      'memory',
      `${megabytes(all)} to train ${String(batch)} at once: weights ${megabytes(bytes.weights)}, gradients and the optimiser ${megabytes(bytes.optimiser)}, what layers give ${megabytes(bytes.activations)}`,
    ],
    [
      'sees',
      `${String(field.sizePx)} px across for each pixel; its coarsest layer has a value every ${pixels(field.stridePx)} px`,
    ],
  ]);
}

/** Whole ones but for the cells of a grid. */
function pixels(count: number): string {
  return count.toLocaleString('en', { maximumFractionDigits: 1 });
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** One decimal, and two figures of what is below a million. */
function millions(count: number): string {
  const digits = count < 1e6 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 };
  return `${(count / 1e6).toLocaleString('en', digits)} M`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
