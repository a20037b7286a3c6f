import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { PicturesGiven, WeightsFit } from '../../contract/weights-fit.ts';
import type { Network } from '../models/network.ts';
import type { WeightValues } from '../models/weights.ts';
import { Refusal, withFile, type Bytes } from './bytes.ts';
import { fitWeights } from './fit.ts';
import type { FoundWeights } from './found.ts';
import { isHdf5 } from './hdf5/file.ts';
import { readKerasWeights } from './keras.ts';
import { isSafetensors, readSafetensors } from './safetensors.ts';
import { isJson, readTfjs } from './tfjs.ts';
import { asGivenHere } from './pictures-given.ts';
import { readTorch, torchListIn } from './torch.ts';
import { isZip, openZip } from './zip.ts';

/**
 * Lays the weights of a file onto the layers of a network: what is taken, by the network's names, and what is not and why. A folder
 * stands for the `model.json` in it. What the file is, is seen by its content and not by its name. `pictures` says how they were
 * given to the network of the file: the values are for RGB of 0..1.
 *
 * Nothing but numbers is believed: no code of it is run, no other file is opened on its word (but for the shards beside a
 * model.json), and no more memory is taken than the file has bytes, or the network. Throws StudioError with a sentence.
 */
export function fitFile(
  path: string,
  network: Network,
  pictures: PicturesGiven = 'unit',
): { readonly report: WeightsFit; readonly values: WeightValues } {
  const file = fileAt(path);
  const own = basename(file);
  const name = own === 'model.json' ? `${basename(dirname(file))}/${own}` : own;
  try {
    return withFile(file, (bytes) => {
      const { report, values } = fitWeights(readFound(bytes, file), network);
      return { report: { file: name, ...report }, values: asGivenHere(values, network, pictures) };
    });
  } catch (cause) {
    throw asSentence(name, cause);
  }
}

function fileAt(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new StudioError(
      'not-found',
      `There is no file ${path}; choose one with weights of Keras, PyTorch, TensorFlow.js or safetensors.`,
    );
  }
  return found.isDirectory() ? join(path, 'model.json') : path;
}

function readFound(bytes: Bytes, path: string): FoundWeights {
  if (isHdf5(bytes)) return readKerasWeights(bytes, 'Keras (.weights.h5)');
  if (isZip(bytes)) {
    const archive = openZip(bytes);
    if (archive.names.includes('model.weights.h5')) {
      return readKerasWeights(archive.open('model.weights.h5'), 'Keras (.keras)');
    }
    const list = torchListIn(archive);
    if (list !== null) return readTorch(archive, list);
    throw unknownFormat();
  }
  if (isJson(bytes)) return readTfjs(bytes, path);
  if (isSafetensors(bytes)) return readSafetensors(bytes);
  throw unknownFormat();
}

function unknownFormat(): Refusal {
  return new Refusal(
    'it is none of the formats that are known',
    'choose a .keras, .weights.h5, .h5, .safetensors or .pt file, or the model.json of TensorFlow.js; an older file of PyTorch is to be saved once more',
  );
}

/** What a damaged file makes a reader do wrong, such as to read beyond an end, is the file's fault. */
function asSentence(name: string, cause: unknown): StudioError {
  const { message, advice } =
    cause instanceof Refusal ? cause : new Refusal('it is damaged, or cannot be read');
  return new StudioError(
    'bad-input',
    `“${name}” cannot be used for weights: ${message}; ${advice}.`,
    { cause },
  );
}
