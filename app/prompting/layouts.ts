import type { PromptFamily } from '../contract/prompting.ts';

/** The names under which a published export takes things in and gives them out. */
export interface Layout {
  readonly family: PromptFamily;
  readonly title: string;
  /** Encoder outputs by the names they may have, the decoder's name for them first. */
  readonly features: readonly (readonly [string, ...string[]])[];
  readonly decoderInputs: readonly string[];
  /** Taken too where they are asked for. */
  readonly optionalInputs: readonly string[];
  readonly masks: string;
  readonly scores: string;
  /** Boxes have an input of their own, and points one more dimension; else a box is two points. */
  readonly boxesApart: boolean;
}

const pointInputs = ['point_coords', 'point_labels', 'mask_input', 'has_mask_input'];

/** Source: segment-anything's scripts/export_onnx_model.py, which MobileSAM and samexporter follow. */
const sam: Layout = {
  family: 'sam',
  title: 'MobileSAM or SAM',
  features: [['image_embeddings', 'image_embed', 'image_embedding', 'embeddings', 'output']],
  decoderInputs: [...pointInputs, 'orig_im_size'],
  optionalInputs: [],
  masks: 'masks',
  scores: 'iou_predictions',
  boxesApart: false,
};

/** Source: samexporter's export_sam2.py; some exports of it answer in a size they are told. */
const sam2: Layout = {
  family: 'sam2',
  title: 'SAM 2',
  features: [['image_embed', 'image_embeddings'], ['high_res_feats_0'], ['high_res_feats_1']],
  decoderInputs: pointInputs,
  optionalInputs: ['orig_im_size'],
  masks: 'masks',
  scores: 'iou_predictions',
  boxesApart: false,
};

/** Source: the files of onnx-community (vision_encoder.onnx, prompt_encoder_mask_decoder.onnx), which transformers.js runs. */
const sam2OfTransformers: Layout = {
  family: 'sam2',
  title: 'SAM 2',
  features: [['image_embeddings.2'], ['image_embeddings.0'], ['image_embeddings.1']],
  decoderInputs: ['input_points', 'input_labels', 'input_boxes'],
  optionalInputs: [],
  masks: 'pred_masks',
  scores: 'iou_scores',
  boxesApart: true,
};

/** Of inputs that only one of them has. Whatever resembles none is measured against the oldest. */
export function layoutOf(decoderInputs: readonly string[]): Layout {
  if (decoderInputs.includes('input_points')) return sam2OfTransformers;
  return decoderInputs.includes('high_res_feats_0') ? sam2 : sam;
}
