import { NetworkDraft } from './network-draft.ts';
import type { TensorShape } from './onnx-file.ts';

export interface DecoderWanted {
  /** How many masks it answers: SAM 1, or 4 with the first for many points; SAM 2 answers 3. */
  readonly masks: 1 | 3 | 4;
  /** Whether it also answers the small masks, as SAM's own export does. */
  readonly lowResolution: boolean;
  readonly seed: number;
}

/** Pixels of the 1024 x 1024 picture between the centres of the small masks' cells. */
const cellPx = 4;
const cells = 256;
const embedding: TensorShape = { name: 'image_embeddings', shape: [1, 256, 64, 64] };
const prompts: readonly TensorShape[] = [
  { name: 'point_coords', shape: [1, 'num_points', 2] },
  { name: 'point_labels', shape: [1, 'num_points'] },
  { name: 'mask_input', shape: [1, 1, 256, 256] },
  { name: 'has_mask_input', shape: [1] },
];

const pointNames = { points: 'point_coords', labels: 'point_labels', refines: true };

/** As segment-anything's export script and MobileSAM's publish it. */
export function samDecoder(wanted: Partial<DecoderWanted> = {}): Uint8Array {
  const { masks = 4, lowResolution = true, seed = 3 } = wanted;
  const draft = new NetworkDraft('sam-decoder', seed);
  const logits = smallMasks(draft, {
    ...pointNames,
    masks,
    features: [embedding],
    output: 'low_res_masks',
  });
  atPictureSize(draft, logits, masks);
  qualities(draft, { masks, labels: 'point_labels', output: 'iou_predictions' });
  const small = { name: 'low_res_masks', shape: [1, masks, cells, cells] };
  return draft.file(
    [embedding, ...prompts, { name: 'orig_im_size', shape: [2] }],
    [
      { name: 'masks', shape: [1, masks, 'height', 'width'] },
      { name: 'iou_predictions', shape: [1, masks] },
      ...(lowResolution ? [small] : []),
    ],
  );
}

/** As samexporter publishes SAM 2 and 2.1. */
export function sam2Decoder(seed = 4): Uint8Array {
  const draft = new NetworkDraft('sam2-decoder', seed);
  const features: readonly TensorShape[] = [
    { name: 'image_embed', shape: [1, 256, 64, 64] },
    { name: 'high_res_feats_0', shape: [1, 32, 256, 256] },
    { name: 'high_res_feats_1', shape: [1, 64, 128, 128] },
  ];
  const masks = 3;
  smallMasks(draft, { ...pointNames, masks, features, output: 'masks' });
  qualities(draft, { masks, labels: 'point_labels', output: 'iou_predictions' });
  return draft.file(
    [...features, ...prompts.map(byLabels)],
    [
      { name: 'masks', shape: ['num_labels', masks, cells, cells] },
      { name: 'iou_predictions', shape: ['num_labels', masks] },
    ],
  );
}

function byLabels({ name, shape }: TensorShape): TensorShape {
  return { name, shape: ['num_labels', ...shape.slice(1)] };
}

/** As onnx-community publishes SAM 2 and 2.1 for transformers.js: boxes apart from points, no mask to go on from. */
export function sam2PromptDecoder(seed = 4): Uint8Array {
  const draft = new NetworkDraft('sam2-decoder', seed);
  const features: readonly TensorShape[] = [
    { name: 'image_embeddings.2', shape: [1, 256, 64, 64] },
    { name: 'image_embeddings.0', shape: [1, 32, 256, 256] },
    { name: 'image_embeddings.1', shape: [1, 64, 128, 128] },
  ];
  const masks = 3;
  const corners = [0, 2].map((from) =>
    draft.add('Slice', ['input_boxes', draft.whole(from), draft.whole(from + 2), draft.whole(2)]),
  );
  const cornerLabels = corners.map((corner, index) => {
    const first = draft.add('Slice', [corner, draft.whole(0), draft.whole(1), draft.whole(2)]);
    const flat = draft.add('Squeeze', [first, draft.whole(2)]);
    return draft.add('Add', [
      draft.add('Mul', [flat, draft.floats([0])]),
      draft.floats([2 + index]),
    ]);
  });
  const given = draft.add('Squeeze', ['input_points', draft.whole(1)]);
  const kinds = draft.add('Squeeze', ['input_labels', draft.whole(1)]);
  const points = draft.add('Concat', [given, ...corners], { axis: 1 });
  const labels = draft.add('Concat', [draft.add('Cast', [kinds], { to: 1 }), ...cornerLabels], {
    axis: 1,
  });
  const small = { points, labels, refines: false, masks, features, output: 'small' };
  draft.add('Unsqueeze', [smallMasks(draft, small), draft.whole(1)], {}, 'pred_masks');
  const scores = qualities(draft, { masks, labels, output: 'scores' });
  draft.add('Unsqueeze', [scores, draft.whole(1)], {}, 'iou_scores');
  return draft.file(
    [
      { name: 'input_points', shape: ['batch_size', 1, 'num_points_per_image', 2] },
      { name: 'input_labels', shape: ['batch_size', 1, 'num_points_per_image'], whole: true },
      { name: 'input_boxes', shape: ['batch_size', 'num_boxes_per_image', 4] },
      ...features,
    ],
    [
      { name: 'iou_scores', shape: ['batch_size', 'prompts', masks] },
      { name: 'pred_masks', shape: ['batch_size', 'prompts', masks, 'height', 'width'] },
    ],
  );
}

interface SmallMasks {
  /** The names of the points' places and of what each of them is. */
  readonly points: string;
  readonly labels: string;
  /** Whether a mask to go on from is taken. */
  readonly refines: boolean;
  readonly masks: number;
  readonly features: readonly TensorShape[];
  readonly output: string;
}

/**
 * Above nought around points to take, below around points to leave out, above inside a box; a little of the picture's
 * features, weighed at random, and of the mask before. So what comes out depends on everything that goes in, and on where.
 */
function smallMasks(draft: NetworkDraft, wanted: SmallMasks): string {
  const { masks, features, output } = wanted;
  const labels = draft.add('Unsqueeze', [wanted.labels, draft.whole(2, 3)]);
  const x = coordinate(draft, wanted.points, 0);
  const y = coordinate(draft, wanted.points, 1);
  const across = Array.from({ length: cells }, (_, index) => (index + 0.5) * cellPx - 0.5);
  const columns = draft.floats(across, [1, 1, 1, cells]);
  const rows = draft.floats(across, [1, 1, cells, 1]);

  const distance = draft.add('Add', [
    squared(draft, draft.add('Sub', [x, columns])),
    squared(draft, draft.add('Sub', [y, rows])),
  ]);
  const take = isLabel(draft, labels, 1);
  const leave = isLabel(draft, labels, 0);
  // Each mask reaches further than the one before.
  const reaches = Array.from({ length: masks }, (_, mask) => -1 / (60 + 40 * mask) ** 2);
  const pull = draft.add('Sub', [take, draft.add('Add', [leave, leave])]);
  const around = reaches.map((reach) => {
    const near = draft.add('Exp', [draft.add('Mul', [distance, draft.floats([reach])])]);
    return summed(draft, draft.add('Mul', [near, pull]));
  });
  const terms = [
    draft.add('Concat', around, { axis: 1 }),
    insideBox(draft, labels, { x, y, columns, rows }),
  ];
  for (const { name, shape } of features) {
    const weights = draft.weights([masks, Number(shape[1]), 1, 1]);
    const mixed = draft.add('Conv', [name, weights], { kernel_shape: [1, 1] });
    const large = resized(draft, mixed, draft.whole(1, masks, cells, cells));
    const little = draft.add('Mul', [draft.add('Tanh', [large]), draft.floats([0.02])]);
    terms.push(little);
  }
  if (wanted.refines) {
    const before = draft.add('Mul', [draft.add('Tanh', ['mask_input']), 'has_mask_input']);
    terms.push(draft.add('Mul', [before, draft.floats([0.1])]));
  }
  terms.push(draft.floats([-0.3]));
  return terms.reduce((sum, term, index) =>
    index === terms.length - 1
      ? draft.add('Add', [sum, term], {}, output)
      : draft.add('Add', [sum, term]),
  );
}

/** 1 x points x 1 x 1. */
function coordinate(draft: NetworkDraft, points: string, axis: 0 | 1): string {
  const flat = draft.add('Slice', [
    points,
    draft.whole(axis),
    draft.whole(axis + 1),
    draft.whole(2),
  ]);
  return draft.add('Unsqueeze', [flat, draft.whole(3)]);
}

function isLabel(draft: NetworkDraft, labels: string, label: number): string {
  return draft.add('Cast', [draft.add('Equal', [labels, draft.floats([label])])], { to: 1 });
}

function squared(draft: NetworkDraft, value: string): string {
  return draft.add('Mul', [value, value]);
}

/** Over the points. */
function summed(draft: NetworkDraft, value: string): string {
  return draft.add('ReduceSum', [value, draft.whole(1)], { keepdims: 1 });
}

interface Places {
  readonly x: string;
  readonly y: string;
  readonly columns: string;
  readonly rows: string;
}

/** Labels 2 and 3 are the corners of a box. */
function insideBox(draft: NetworkDraft, labels: string, { x, y, columns, rows }: Places): string {
  const first = isLabel(draft, labels, 2);
  const last = isLabel(draft, labels, 3);
  const beyond = (corner: string, at: string, cell: string, kind: 'Greater' | 'Less') => {
    const edge = summed(draft, draft.add('Mul', [corner, at]));
    return draft.add('Cast', [draft.add(kind, [cell, edge])], { to: 1 });
  };
  const inside = [
    beyond(first, x, columns, 'Greater'),
    beyond(first, y, rows, 'Greater'),
    beyond(last, x, columns, 'Less'),
    beyond(last, y, rows, 'Less'),
  ].reduce((product, side) => draft.add('Mul', [product, side]));
  return draft.add('Mul', [inside, summed(draft, first)]);
}

function resized(draft: NetworkDraft, value: string, sizes: string): string {
  return draft.add('Resize', [value, '', '', sizes], {
    mode: 'linear',
    coordinate_transformation_mode: 'half_pixel',
  });
}

/** As the published graph does it: to 1024 x 1024, the padding cut off, then to the size that is asked for. */
function atPictureSize(draft: NetworkDraft, logits: string, masks: number): void {
  const large = resized(draft, logits, draft.whole(1, masks, 1024, 1024));
  const longest = draft.add('ReduceMax', ['orig_im_size'], { keepdims: 1 });
  const scaled = draft.add('Mul', [
    'orig_im_size',
    draft.add('Div', [draft.floats([1024]), longest]),
  ]);
  const rounded = draft.add('Floor', [draft.add('Add', [scaled, draft.floats([0.5])])]);
  const content = draft.add('Slice', [
    large,
    draft.whole(0, 0),
    draft.add('Cast', [rounded], { to: 7 }),
    draft.whole(2, 3),
  ]);
  const sizes = draft.add(
    'Concat',
    [draft.whole(1, masks), draft.add('Cast', ['orig_im_size'], { to: 7 })],
    { axis: 0 },
  );
  draft.add(
    'Resize',
    [content, '', '', sizes],
    {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    },
    'masks',
  );
}

/** The second mask is the best one, a little less so with every further point. */
function qualities(
  draft: NetworkDraft,
  wanted: { readonly masks: number; readonly labels: string; readonly output: string },
): string {
  const { masks, labels, output } = wanted;
  const scores = Array.from({ length: masks }, (_, mask) => 0.9 - 0.1 * Math.abs(mask - 1));
  const points = draft.add('Cast', [draft.add('Shape', [labels])], { to: 1 });
  const last = draft.add('Slice', [points, draft.whole(1), draft.whole(2)]);
  const less = draft.add('Mul', [last, draft.floats([0.001])]);
  return draft.add('Sub', [draft.floats(scores, [1, masks]), less], {}, output);
}
