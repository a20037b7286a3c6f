import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PromptFiles } from '../../../app/contract/prompting.ts';
import { interfaceOf, type NetworkFacts } from '../../../app/prompting/families.ts';
import { openNetworks } from '../../../app/prompting/networks.ts';
import { drawNetworks, type DrawnNetworks } from './networks.ts';

let drawn: DrawnNetworks;

beforeAll(() => {
  drawn = drawNetworks();
});

afterAll(() => drawn.remove());

async function refusal(files: PromptFiles): Promise<string> {
  try {
    const networks = await openNetworks(files);
    await networks.close();
    return 'taken';
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-input' });
    return error instanceof Error ? error.message : String(error);
  }
}

describe('files are known by what goes in and out of them', () => {
  it.each([
    ['samEncoder', 'samDecoder', { family: 'sam', form: 'bytes', masks: 'low_res_masks' }],
    ['samEncoderNormalised', 'samDecoder', { family: 'sam', form: 'padded', hasSmallMasks: true }],
    ['samEncoder', 'samDecoderSingle', { family: 'sam', hasSmallMasks: true }],
    ['samEncoder', 'samDecoderLarge', { family: 'sam', masks: 'masks', hasSmallMasks: false }],
    ['sam2Encoder', 'sam2Decoder', { family: 'sam2', form: 'stretched', hasSmallMasks: true }],
    [
      'sam2VisionEncoder',
      'sam2PromptDecoder',
      { family: 'sam2', boxesApart: true, masks: 'pred_masks' },
    ],
  ] as const)('%s with %s', async (encoder, decoder, expected) => {
    const files = { encoder: drawn.networks[encoder], decoder: drawn.networks[decoder] };
    const networks = await openNetworks(files);
    expect(networks.interface).toMatchObject(expected);
    await networks.close();
  });
});

describe('what does not fit is told in a sentence', () => {
  it('a file that is not there, is no network, or only points to one', async () => {
    const missing = join(drawn.folder, 'gone.onnx');
    expect(await refusal({ ...drawn.sam, encoder: missing })).toBe(
      `There is no file “${missing}”. Choose it again.`,
    );
    const text = join(drawn.folder, 'text.onnx');
    writeFileSync(text, 'this is no network');
    expect(await refusal({ ...drawn.sam, decoder: text })).toMatch(
      /^“text.onnx” cannot be loaded as an ONNX network\. What the library says: /,
    );
    writeFileSync(text, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n');
    expect(await refusal({ ...drawn.sam, decoder: text })).toContain('It is a pointer to the file');
  });

  it('the two in each other’s place', async () => {
    const { encoder, decoder } = drawn.sam;
    expect(await refusal({ encoder: decoder, decoder: encoder })).toBe(
      'The two files are in each other’s place: choose the decoder as the encoder.',
    );
  });

  it('two families, two encoders', async () => {
    const mixed = await refusal({ ...drawn.sam, decoder: drawn.networks.sam2Decoder });
    expect(mixed).toContain('is no encoder for this decoder, which is of SAM 2');
    const other = await refusal({ ...drawn.sam2, decoder: drawn.networks.samDecoder });
    expect(other).toContain(
      '“sam2Encoder.onnx” is no encoder for this decoder, which is of MobileSAM or SAM',
    );
    const twice = await refusal({ ...drawn.sam, decoder: drawn.networks.samEncoder });
    expect(twice).toContain('this one lacks image_embeddings, point_coords');
    expect(twice).toContain('and takes in input_image');
  });

  const files = { encoder: '/a/encoder.onnx', decoder: '/a/decoder.onnx' };
  const tensor = (name: string, shape: readonly (number | string)[] = [1], type = 'float32') => ({
    name,
    shape,
    type,
  });
  const decoder: NetworkFacts = {
    inputs: [
      'image_embeddings',
      'point_coords',
      'point_labels',
      'mask_input',
      'has_mask_input',
      'orig_im_size',
    ].map((name) => tensor(name)),
    outputs: ['masks', 'iou_predictions'].map((name) => tensor(name)),
  };
  const encoder: NetworkFacts = {
    inputs: [tensor('image', [1, 3, 1024, 1024])],
    outputs: [tensor('image_embeddings')],
  };

  it('takes whole-number labels, and other names for the picture and what is seen in it', () => {
    const inputs = decoder.inputs.map((each) =>
      each.name === 'point_labels' ? { ...each, type: 'int64' } : each,
    );
    const outputs = [tensor('embeddings')];
    const spoken = interfaceOf(files, { ...encoder, outputs }, { ...decoder, inputs });
    expect(spoken.features).toEqual([{ from: 'embeddings', to: 'image_embeddings' }]);
  });

  it.each([
    [
      'a size that is not 1024',
      { ...encoder, inputs: [tensor('image', [1, 3, 512, 512])] },
      decoder,
      '“encoder.onnx” takes a picture of 1 x 3 x 512 x 512. Those of MobileSAM or SAM take 1 x 3 x 1024 x 1024, or height x width x 3.',
    ],
    [
      'half precision',
      { ...encoder, inputs: [tensor('image', [1, 3, 1024, 1024], 'float16')] },
      decoder,
      '“encoder.onnx” works with float16 at image. Only files with float32 are understood: export it without half precision or quantised inputs.',
    ],
    [
      'more than is known',
      encoder,
      { ...decoder, inputs: [...decoder.inputs, tensor('text')] },
      '“decoder.onnx” takes in text too, which no known decoder does.',
    ],
    [
      'other answers',
      encoder,
      { ...decoder, outputs: [tensor('boxes')] },
      '“decoder.onnx” is no decoder that is known: it should answer masks and iou_predictions, and answers boxes.',
    ],
  ])('%s', (_, wrongEncoder, wrongDecoder, message) => {
    expect(() => interfaceOf(files, wrongEncoder, wrongDecoder)).toThrow(message);
  });
});
