import { basename } from 'node:path';
import type { PromptFamily, PromptFiles } from '../contract/prompting.ts';
import { StudioError } from '../contract/errors.ts';

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
  /** The output that holds masks of 256 x 256; null when there are only those of the picture's size. */
  readonly smallMasks: string | null;
}

interface Known {
  readonly title: string;
  /** Encoder outputs by the names they may have, the decoder's name for them first. */
  readonly features: readonly (readonly [string, ...string[]])[];
  readonly decoderInputs: readonly string[];
}

const promptInputs = ['point_coords', 'point_labels', 'mask_input', 'has_mask_input'];
/** Sources: segment-anything's scripts/export_onnx_model.py and samexporter's export_sam2.py. */
const known: Readonly<Record<PromptFamily, Known>> = {
  sam: {
    title: 'MobileSAM or SAM',
    features: [['image_embeddings', 'image_embed', 'image_embedding', 'embeddings', 'output']],
    decoderInputs: [...promptInputs, 'orig_im_size'],
  },
  sam2: {
    title: 'SAM 2',
    features: [['image_embed', 'image_embeddings'], ['high_res_feats_0'], ['high_res_feats_1']],
    decoderInputs: promptInputs,
  },
};
const optionalInputs = ['orig_im_size'];
const takenTypes = ['float32', 'int32', 'int64'];
const side = 1024;

/** Throws StudioError `bad-input` with what was expected and what was found. */
export function interfaceOf(
  files: PromptFiles,
  encoder: NetworkFacts,
  decoder: NetworkFacts,
): Interface {
  const names = { encoder: basename(files.encoder), decoder: basename(files.decoder) };
  if (has(encoder.inputs, 'point_coords') && !has(decoder.inputs, 'point_coords')) {
    throw unfit('The two files are in each other’s place: choose the decoder as the encoder.');
  }
  const family = familyOf(names.decoder, decoder);
  const { features, form } = encoderFit(names.encoder, encoder, family);
  const [encoderInput] = encoder.inputs;
  if (encoderInput === undefined) {
    throw unfit(`“${names.encoder}” takes nothing in, so it is no encoder.`);
  }
  checkTypes(names.encoder, [...encoder.inputs, ...encoder.outputs], ['float32']);
  checkTypes(names.decoder, decoder.inputs, takenTypes);
  checkTypes(names.decoder, decoder.outputs, ['float32']);
  return {
    family,
    form,
    encoderInput,
    features,
    decoderInputs: decoder.inputs,
    smallMasks: smallMasksOf(family, decoder),
  };
}

function familyOf(name: string, { inputs, outputs }: NetworkFacts): PromptFamily {
  const family: PromptFamily = has(inputs, 'high_res_feats_0') ? 'sam2' : 'sam';
  const { title, features, decoderInputs } = known[family];
  const wanted = [...features.map(([first]) => first), ...decoderInputs];
  const missing = wanted.filter((each) => !has(inputs, each));
  if (missing.length > 0) {
    throw unfit(
      `“${name}” is no decoder that is known: one of ${title} takes in ${wanted.join(', ')}; this one lacks ${missing.join(', ')} and takes in ${namesOf(inputs)}.`,
    );
  }
  const unknown = inputs.filter(
    ({ name: input }) => ![...wanted, ...optionalInputs].includes(input),
  );
  if (unknown.length > 0) {
    throw unfit(`“${name}” takes in ${namesOf(unknown)} too, which no known decoder does.`);
  }
  const silent = ['masks', 'iou_predictions'].filter((each) => !has(outputs, each));
  if (silent.length > 0) {
    throw unfit(
      `“${name}” is no decoder that is known: it should answer masks and iou_predictions, and answers ${namesOf(outputs)}.`,
    );
  }
  return family;
}

function encoderFit(
  name: string,
  { inputs, outputs }: NetworkFacts,
  family: PromptFamily,
): { features: Interface['features']; form: PictureForm } {
  const { title } = known[family];
  const features = known[family].features.map((names) => ({
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

function smallMasksOf(family: PromptFamily, { outputs }: NetworkFacts): string | null {
  if (has(outputs, 'low_res_masks')) return 'low_res_masks';
  const masks = outputs.find(({ name }) => name === 'masks');
  const isSmall = masks?.shape.slice(-2).every((length) => length === side / 4) ?? false;
  return family === 'sam2' && isSmall ? 'masks' : null;
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
