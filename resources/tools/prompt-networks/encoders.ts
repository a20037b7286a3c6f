import { NetworkDraft } from './network-draft.ts';

/** How an encoder wants its picture: bytes as they are, or set to the network's mean and padded. */
export type PictureInput = 'bytes' | 'normalised';

const mean = [123.675, 116.28, 103.53];
const deviation = [58.395, 57.12, 57.375];

/**
 * An encoder as SAM and MobileSAM are published: `bytes` with the preparation inside (samexporter with
 * --use-preprocess), `normalised` without it. Its weights are random and few, its inputs and outputs are the true ones.
 */
export function samEncoder(input: PictureInput, seed = 1): Uint8Array {
  const draft = new NetworkDraft('sam-encoder', seed);
  const name = input === 'bytes' ? 'input_image' : 'images';
  const square = input === 'bytes' ? prepared(draft, name) : name;
  embed(draft, square, { channels: 256, strideCells: 64, output: 'image_embeddings' });
  return draft.file(
    [
      input === 'bytes'
        ? { name, shape: ['image_height', 'image_width', 3] }
        : { name, shape: [1, 3, 1024, 1024] },
    ],
    [{ name: 'image_embeddings', shape: [1, 256, 64, 64] }],
  );
}

/** As SAM 2 and 2.1 are published by samexporter: a square picture, and features at three sizes. */
export function sam2Encoder(): Uint8Array {
  return squareEncoder('image', ['high_res_feats_0', 'high_res_feats_1', 'image_embed']);
}

/** As onnx-community publishes them for transformers.js. */
export function sam2VisionEncoder(): Uint8Array {
  const outputs = ['image_embeddings.0', 'image_embeddings.1', 'image_embeddings.2'] as const;
  return squareEncoder('pixel_values', outputs);
}

function squareEncoder(input: string, names: readonly [string, string, string]): Uint8Array {
  const draft = new NetworkDraft('sam2-encoder', 2);
  const outputs = [
    { name: names[0], shape: [1, 32, 256, 256] },
    { name: names[1], shape: [1, 64, 128, 128] },
    { name: names[2], shape: [1, 256, 64, 64] },
  ];
  for (const { name, shape } of outputs) {
    const [, channels = 1, strideCells = 1] = shape;
    embed(draft, input, { channels, strideCells, output: name });
  }
  return draft.file([{ name: input, shape: [1, 3, 1024, 1024] }], outputs);
}

/** Height x width x 3 of bytes becomes 1 x 3 x 1024 x 1024, nought where there is no picture. */
function prepared(draft: NetworkDraft, picture: string): string {
  const centred = draft.add('Sub', [picture, draft.floats(mean)]);
  const scaled = draft.add('Div', [centred, draft.floats(deviation)]);
  const planes = draft.add('Transpose', [scaled], { perm: [2, 0, 1] });
  const missing = draft.add('Sub', [draft.whole(3, 1024, 1024), draft.add('Shape', [planes])]);
  const pads = draft.add('Concat', [draft.whole(0, 0, 0), missing], { axis: 0 });
  return draft.add('Unsqueeze', [draft.add('Pad', [planes, pads]), draft.whole(0)]);
}

/** Each cell is the mean of its pixels, mixed to so many channels. */
function embed(
  draft: NetworkDraft,
  picture: string,
  wanted: { readonly channels: number; readonly strideCells: number; readonly output: string },
): void {
  const side = 1024 / wanted.strideCells;
  const cells = draft.add('AveragePool', [picture], {
    kernel_shape: [side, side],
    strides: [side, side],
  });
  const weights = draft.weights([wanted.channels, 3, 1, 1]);
  draft.add('Conv', [cells, weights], { kernel_shape: [1, 1] }, wanted.output);
}
