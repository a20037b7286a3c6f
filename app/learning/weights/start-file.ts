import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { sha256Of } from '../files/sha256.ts';
import { weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { bytesOf } from './bytes.ts';
import { sameShape } from './match.ts';
import { readSafetensors, safetensorsFrom } from './safetensors.ts';

/**
 * What a run starts from, where that is more than random numbers: `start/weights.safetensors` in its folder, with the network's own
 * names and shapes. It is made once, before the run begins, so that a run depends on no file of the person's.
 */

/** What the file is to hold. */
export function startBytes(network: Network, values: WeightValues): Buffer {
  return safetensorsFrom(
    weightSpecs(network).flatMap(({ name, shape }) => {
      const array = values.get(name);
      return array === undefined ? [] : [{ name, shape, values: array }];
    }),
  );
}

/** Empty for a run that starts from random numbers alone. Throws StudioError when what it is to start from is not there, whole. */
export function readStart(folder: string, { start, name }: RunJob, network: Network): WeightValues {
  if (start === undefined) return new Map();
  try {
    const bytes = readFileSync(join(folder, 'start', 'weights.safetensors'));
    if (sha256Of(bytes) !== start.sha256) throw new Error('They were changed or damaged.');
    const specs = new Map(weightSpecs(network).map((spec) => [spec.name, spec]));
    return new Map(
      readSafetensors(bytesOf(bytes)).layers.flatMap(({ tensors }) =>
        tensors.map((tensor): [string, Float32Array] => {
          const shape = specs.get(tensor.name)?.shape;
          if (shape === undefined || !sameShape(shape, tensor.shape)) {
            throw new Error('They are of another network.');
          }
          return [tensor.name, tensor.read()];
        }),
      ),
    );
  } catch (cause) {
    throw new StudioError(
      'bad-input',
      `The weights that “${name}” is to start from cannot be read: its folder should hold them as start/weights.safetensors. Start a new run.`,
      { cause },
    );
  }
}
