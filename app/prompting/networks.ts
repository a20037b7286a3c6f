import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { StudioError } from '../contract/errors.ts';
import type { PromptFiles } from '../contract/prompting.ts';
import { interfaceOf, type Interface, type NetworkFacts, type TensorFacts } from './families.ts';
import type { PictureInput } from './picture-input.ts';
import type { PromptInput } from './prompt-input.ts';
import type { Logits } from './enlarged.ts';

/** What an encoder saw in a picture, by the names the decoder has for it. */
export type Features = ReadonlyMap<string, Tensor>;

export interface DecoderQuestion {
  readonly features: Features;
  readonly input: PromptInput;
  /** 256 x 256 of an earlier answer that this one refines; null when it begins anew. */
  readonly before: Float32Array | null;
  /** For decoders that ask for it: the size they are to answer in. */
  readonly size: { readonly width: number; readonly height: number };
}

export interface DecoderAnswer {
  /** Every mask it offers. */
  readonly masks: readonly Logits[];
  readonly scores: readonly number[];
}

/** An encoder and its decoder, loaded. */
export interface Networks {
  readonly interface: Interface;
  encode(picture: PictureInput): Promise<Features>;
  decode(question: DecoderQuestion): Promise<DecoderAnswer>;
  close(): Promise<void>;
}

export const smallMaskSidePx = 256;

/** Rejects with StudioError `bad-input` when a file cannot be read or is none of a known family. */
export async function openNetworks(files: PromptFiles): Promise<Networks> {
  const encoder = await openFile(files.encoder);
  let decoder: InferenceSession | null = null;
  try {
    decoder = await openFile(files.decoder);
    return networksOf({ encoder, decoder }, interfaceOf(files, facts(encoder), facts(decoder)));
  } catch (error) {
    await encoder.release();
    await decoder?.release();
    throw error;
  }
}

interface Sessions {
  readonly encoder: InferenceSession;
  readonly decoder: InferenceSession;
}

function networksOf({ encoder, decoder }: Sessions, spoken: Interface): Networks {
  return {
    interface: spoken,
    async encode({ values, shape }) {
      const picture = new Tensor('float32', values, shape);
      const names = spoken.features.map(({ from }) => from);
      const out = await encoder.run({ [spoken.encoderInput.name]: picture }, names);
      return new Map(spoken.features.map(({ from, to }) => [to, tensorIn(out, from)]));
    },
    async decode({ features, input, before, size }) {
      const small = [1, 1, smallMaskSidePx, smallMaskSidePx];
      const blank = new Float32Array(smallMaskSidePx ** 2);
      const count = input.labels.length;
      const given: Readonly<Record<string, readonly [ArrayLike<number>, readonly number[]]>> = {
        point_coords: [input.coordinates, [1, count, 2]],
        point_labels: [input.labels, [1, count]],
        input_points: [input.coordinates, [1, 1, count, 2]],
        input_labels: [input.labels, [1, 1, count]],
        input_boxes: [input.box, [1, input.box.length / 4, 4]],
        mask_input: [before ?? blank, small],
        has_mask_input: [[before === null ? 0 : 1], [1]],
        orig_im_size: [[size.height, size.width], [2]],
      };
      const feeds: Record<string, Tensor> = {};
      for (const wanted of spoken.decoderInputs) {
        const plain = given[wanted.name];
        const feature = features.get(wanted.name);
        if (plain !== undefined) feeds[wanted.name] = tensorOf(wanted, ...plain);
        else if (feature !== undefined) feeds[wanted.name] = feature;
      }
      const out = await decoder.run(feeds, [spoken.masks, spoken.scores]);
      return {
        masks: masksIn(tensorIn(out, spoken.masks)),
        scores: Array.from(tensorIn(out, spoken.scores).data as Float32Array),
      };
    },
    async close() {
      await encoder.release();
      await decoder.release();
    },
  };
}

async function openFile(path: string): Promise<InferenceSession> {
  const name = basename(path);
  const facts = await stat(path).catch(() => null);
  if (facts?.isFile() !== true) {
    throw new StudioError('bad-input', `There is no file “${path}”. Choose it again.`);
  }
  try {
    return await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      // What it has to say comes back as an error, too.
      logSeverityLevel: 4,
    });
  } catch (error) {
    const start = (await readFile(path).catch(() => Buffer.alloc(0))).subarray(0, 64).toString();
    const hint = start.startsWith('version https://git-lfs')
      ? ' It is a pointer to the file, not the file itself: download the file.'
      : '';
    throw new StudioError(
      'bad-input',
      `“${name}” cannot be loaded as an ONNX network.${hint} What the library says: ${reason(error)}`,
      { cause: error },
    );
  }
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}

function facts({ inputMetadata, outputMetadata }: InferenceSession): NetworkFacts {
  const plain = (metadata: InferenceSession.ValueMetadata): TensorFacts =>
    metadata.isTensor
      ? { name: metadata.name, type: metadata.type, shape: metadata.shape }
      : { name: metadata.name, type: 'something else than numbers', shape: [] };
  return { inputs: inputMetadata.map(plain), outputs: outputMetadata.map(plain) };
}

/** Exports differ in which inputs are whole numbers. */
function tensorOf(
  { type }: TensorFacts,
  values: ArrayLike<number>,
  shape: readonly number[],
): Tensor {
  switch (type) {
    case 'int32':
      return new Tensor('int32', Int32Array.from(values), shape);
    case 'int64':
      return new Tensor(
        'int64',
        BigInt64Array.from(Array.from(values, (value) => BigInt(Math.round(value)))),
        shape,
      );
    default:
      return new Tensor('float32', Float32Array.from(values), shape);
  }
}

function tensorIn(out: InferenceSession.ReturnType, name: string): Tensor {
  const value = out[name];
  if (value instanceof Tensor) return value;
  throw new StudioError('bad-input', `The network answered without ${name}.`);
}

function masksIn({ data, dims }: Tensor): readonly Logits[] {
  const [height = 0, width = 0] = dims.slice(-2);
  const values = data as Float32Array;
  const area = width * height;
  return Array.from({ length: area === 0 ? 0 : values.length / area }, (_, index) => ({
    width,
    height,
    values: values.subarray(index * area, (index + 1) * area),
  }));
}
