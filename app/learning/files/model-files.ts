import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { parseSavedModel } from '../../contract/run-weights.ts';
import { countParameters, sizeOfShape, weightSpecs, type Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { replaceFile } from '../../disk/durable.ts';
import { sha256Of } from './sha256.ts';
import { arraysFromBytes, bytesFromArrays } from './tensor-bytes.ts';

/**
 * A tfjs layers model in a folder: `model.json`, and its weights in a file named after their hash. The weights are
 * written first and `model.json` is replaced after them, so the folder holds a whole model at every moment.
 */
export interface SavedModel {
  readonly network: Network;
  readonly values: WeightValues;
  /** The stock layers, as tfjs' `toJSON` gives them. */
  readonly topology: unknown;
  /** What else is worth knowing, such as the classes' names; kept under `userDefinedMetadata`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const modelFile = 'model.json';
/** No topology of ours comes near it; a larger file is not one of ours. */
const maxModelJsonBytes = 8 * 2 ** 20;

/** Writes or replaces the model in a folder, which is made when missing. */
export function writeModel(folder: string, model: SavedModel): void {
  mkdirSync(folder, { recursive: true });
  const specs = weightSpecs(model.network);
  const bytes = bytesFromArrays(specs.map(({ name }) => model.values.get(name) ?? emptyArray));
  const hash = sha256Of(bytes);
  const weightsFile = `weights-${hash.slice(0, 16)}.bin`;
  replaceFile(join(folder, weightsFile), bytes);
  const json = {
    format: 'layers-model',
    generatedBy: 'Maskwright',
    convertedBy: null,
    modelTopology: model.topology,
    weightsManifest: [
      {
        paths: [weightsFile],
        weights: specs.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: { ...model.metadata, weightsSha256: hash },
  };
  replaceFile(join(folder, modelFile), JSON.stringify(json));
  for (const name of readdirSync(folder)) {
    if (name.startsWith('weights-') && name !== weightsFile) rmSync(join(folder, name));
  }
}

/**
 * The weights of a model in a folder, for a network known beforehand: nothing of the file but numbers is believed.
 * Throws StudioError when it is missing, damaged, or of another network.
 */
export function readModelWeights(folder: string, network: Network): WeightValues {
  try {
    return weightsIn(folder, network);
  } catch (first) {
    // While a run goes on its weights can be replaced between our two reads: then the second try finds the new ones.
    try {
      return weightsIn(folder, network);
    } catch {
      throw refusal(folder, first);
    }
  }
}

/** Tells one state of a model's folder from another; null when there is no model. */
export function modelStamp(folder: string): string | null {
  const found = statSync(join(folder, modelFile), { throwIfNoEntry: false });
  return found === undefined ? null : `${String(found.mtimeMs)} ${String(found.size)}`;
}

function weightsIn(folder: string, network: Network): WeightValues {
  const path = join(folder, modelFile);
  if (statSync(path).size > maxModelJsonBytes) throw new Error('model.json is too large.');
  const { weightsManifest, userDefinedMetadata } = parseSavedModel(readFileSync(path, 'utf8'));
  const [group] = weightsManifest;
  const specs = weightSpecs(network);
  const written = group.weights.map(({ name, shape }) => `${name} ${shape.join('x')}`);
  const wanted = specs.map(({ name, shape }) => `${name} ${shape.join('x')}`);
  if (written.join() !== wanted.join()) throw new Error('it is a model of another network.');
  const weightsPath = join(folder, group.paths[0]);
  if (statSync(weightsPath).size !== countParameters(network) * 4) {
    throw new Error('its file of weights has another length than it should.');
  }
  const bytes = readFileSync(weightsPath);
  if (sha256Of(bytes) !== userDefinedMetadata.weightsSha256) {
    throw new Error('its file of weights was changed or damaged.');
  }
  const arrays = arraysFromBytes(
    bytes,
    specs.map(({ shape }) => sizeOfShape(shape)),
  );
  return new Map(specs.map(({ name }, index) => [name, arrays[index] ?? emptyArray]));
}

function refusal(folder: string, cause: unknown): StudioError {
  const missing = modelStamp(folder) === null;
  return new StudioError(
    missing ? 'not-found' : 'bad-input',
    missing
      ? `There are no weights in ${folder} yet: they come with the run's first epoch.`
      : `The model in ${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
}

const emptyArray = new Float32Array(0);
