import { basename } from 'node:path';
import type { PromptFamily, PromptFiles } from '../contract/prompting.ts';
import { StudioError } from '../contract/errors.ts';
import { layoutOf, type Layout } from './layouts.ts';

/** What a network's file says of one of its inputs or outputs. */
export interface TensorFacts {
  readonly name: string;
  /** Such as "float32". */
  readonly type: string;
  /** A name stands for a length that is known when it runs. */
  readonly shape: readonly (number | string)[];
}

export interface NetworkFacts {
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
}

/**
 * How the encoder wants its picture. `bytes`: height x width x 3, 0..255, its longest side 1024; `padded`: 1 x 3 x 1024 x 1024,
 * set to the mean, nought beside the picture; `stretched`: the same without padding, whatever the proportions.
 */
export type PictureForm = 'bytes' | 'padded' | 'stretched';

/** How an encoder and its decoder are spoken to. */
export interface Interface {
  readonly family: PromptFamily;
  readonly form: PictureForm;
  readonly encoderInput: TensorFacts;
  /** What comes out of the encoder, and as what it goes into the decoder. */
  readonly features: readonly { readonly from: string; readonly to: string }[];
  readonly decoderInputs: readonly TensorFacts[];
  /** Boxes have an input of their own, and points one more dimension; else a box is two points. */
  readonly boxesApart: boolean;
  /** The output with the masks, and whether they are 256 x 256; else they have the picture's size. */
  readonly masks: string;
  readonly hasSmallMasks: boolean;
  readonly scores: string;
}

const takenTypes = ['float32', 'int32', 'int64'];
const side = 1024;

/** Throws StudioError `bad-input` with what was expected and what was found. */
export function interfaceOf(
  files: PromptFiles,
  encoder: NetworkFacts,
  decoder: NetworkFacts,
): Interface {
  const names = { encoder: basename(files.encoder), decoder: basename(files.decoder) };
  if (takesPoints(encoder) && !takesPoints(decoder)) {
    throw unfit('The two files are in each other’s place: choose the decoder as the encoder.');
  }
  const layout = layoutOf(decoder.inputs.map(({ name }) => name));
  checkDecoder(names.decoder, decoder, layout);
  const { features, form } = encoderFit(names.encoder, encoder, layout);
  const [encoderInput] = encoder.inputs;
  if (encoderInput === undefined) {
    throw unfit(`“${names.encoder}” takes nothing in, so it is no encoder.`);
  }
  checkTypes(names.encoder, [...encoder.inputs, ...encoder.outputs], ['float32']);
  checkTypes(names.decoder, decoder.inputs, takenTypes);
  checkTypes(names.decoder, decoder.outputs, ['float32']);
  const isSmall = has(decoder.outputs, 'low_res_masks') || answersSmall(decoder, layout);
  return {
    family: layout.family,
    form,
    encoderInput,
    features,
    decoderInputs: decoder.inputs,
    boxesApart: layout.boxesApart,
    masks: has(decoder.outputs, 'low_res_masks') ? 'low_res_masks' : layout.masks,
    hasSmallMasks: isSmall,
    scores: layout.scores,
  };
}

function takesPoints({ inputs }: NetworkFacts): boolean {
  return has(inputs, 'point_coords') || has(inputs, 'input_points');
}

function checkDecoder(name: string, { inputs, outputs }: NetworkFacts, layout: Layout): void {
  const { title, features, decoderInputs, optionalInputs, masks, scores } = layout;
  const wanted = [...features.map(([first]) => first), ...decoderInputs];
  const missing = wanted.filter((each) => !has(inputs, each));
  if (missing.length > 0) {
    throw unfit(
      `“${name}” is no decoder that is known: one of ${title} takes in ${wanted.join(', ')}; this one lacks ${missing.join(', ')} and takes in ${namesOf(inputs)}.`,
    );
  }
  const unknown = inputs.filter((input) => ![...wanted, ...optionalInputs].includes(input.name));
  if (unknown.length > 0) {
    throw unfit(`“${name}” takes in ${namesOf(unknown)} too, which no known decoder does.`);
  }
  if (![masks, scores].every((each) => has(outputs, each))) {
    throw unfit(
      `“${name}” is no decoder that is known: it should answer ${masks} and ${scores}, and answers ${namesOf(outputs)}.`,
    );
  }
}

function encoderFit(
  name: string,
  { inputs, outputs }: NetworkFacts,
  { family, title, features: known }: Layout,
): { features: Interface['features']; form: PictureForm } {
  const features = known.map((names) => ({
    from: names.find((each) => has(outputs, each)),
    to: names[0],
  }));
  const missing = features.filter(({ from }) => from === undefined).map(({ to }) => to);
  // The encoder of SAM 2 answers under a name that SAM's may have, and more.
  const isOther = family === 'sam' && has(outputs, 'high_res_feats_0');
  if (missing.length > 0 || inputs.length !== 1 || isOther) {
    throw unfit(
      `“${name}” is no encoder for this decoder, which is of ${title}: it should take in one picture and answer ${features.map(({ to }) => to).join(', ')}; it takes in ${namesOf(inputs)} and answers ${namesOf(outputs)}.`,
    );
  }
  const shape = inputs[0]?.shape ?? [];
  const form = formOf(shape, family);
  if (form === null) {
    throw unfit(
      `“${name}” takes a picture of ${shape.join(' x ')}. Those of ${title} take 1 x 3 x 1024 x 1024${family === 'sam' ? ', or height x width x 3' : ''}.`,
    );
  }
  return {
    form,
    features: features.map(({ from, to }) => ({ from: from ?? to, to })),
  };
}

function formOf(shape: readonly (number | string)[], family: PromptFamily): PictureForm | null {
  const isLength = (at: number, length: number): boolean =>
    typeof shape[at] === 'string' || shape[at] === length;
  if (shape.length === 3 && shape[2] === 3 && family === 'sam') {
    return shape.slice(0, 2).every((length) => typeof length === 'string') ? 'bytes' : null;
  }
  const isSquare = [1, 3, side, side].every((length, at) => isLength(at, length));
  if (shape.length !== 4 || !isSquare) return null;
  return family === 'sam' ? 'padded' : 'stretched';
}

/** Lengths without a number are known when it runs, and are the picture's. */
function answersSmall({ outputs }: NetworkFacts, { family, masks, boxesApart }: Layout): boolean {
  const lengths = outputs.find(({ name }) => name === masks)?.shape.slice(-2) ?? [];
  const isSmall = lengths.length === 2 && lengths.every((length) => length === side / 4);
  // Of the files for transformers.js every one answers small masks, whether their shape says so or not.
  return family === 'sam2' && (isSmall || boxesApart);
}

function checkTypes(name: string, tensors: readonly TensorFacts[], types: readonly string[]): void {
  const odd = tensors.find(({ type }) => !types.includes(type));
  if (odd !== undefined) {
    throw unfit(
      `“${name}” works with ${odd.type} at ${odd.name}. Only files with float32 are understood: export it without half precision or quantised inputs.`,
    );
  }
}

function has(tensors: readonly TensorFacts[], name: string): boolean {
  return tensors.some((each) => each.name === name);
}

function namesOf(tensors: readonly TensorFacts[]): string {
  return tensors.length === 0 ? 'nothing' : tensors.map(({ name }) => name).join(', ');
}

function unfit(message: string): StudioError {
  return new StudioError('bad-input', message);
}
