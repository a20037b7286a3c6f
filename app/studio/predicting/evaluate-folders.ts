import type { FolderEvaluation, Skipped } from '../../contract/methods.ts';
import { Problems } from '../../formats/coco/problems.ts';
import { pairMasks } from '../../formats/png-masks/pairs.ts';
import { cocoStringFromRle } from '../../mask/coco-counts.ts';
import { rlesFromLabels } from '../../mask/labels.ts';
import { usualNearShare } from '../../mask/boundary.ts';
import { mergeRles } from '../../mask/rle-merge.ts';
import { badInput } from '../context.ts';
import { evaluationSum } from './evaluation-sum.ts';
import type { JobWork } from '../jobs/job.ts';
import type { LabelLayers } from '../editing/label-layers.ts';
import { lookIntoFolders, namesFor } from '../importing/mask-folders.ts';
import { maskMeaning, type MaskMeaning } from '../importing/mask-meaning.ts';
import type { PredictionTools } from './predict-pictures.ts';
import { predictEach, type FolderOrder, type FolderPicture } from './predicted-folder.ts';
import { defaultThreshold } from './prediction-maps.ts';
import { readMask } from '../importing/read-mask.ts';

interface Order extends FolderOrder {
  readonly images: string;
  readonly masks: string;
  readonly names?: string | undefined;
  readonly ignore?: number | null | undefined;
  readonly outlineNear?: number | undefined;
}

/**
 * Measures a run on pictures and masks in two folders, at the size of the pictures: what was predicted is enlarged to it
 * before classes are decided, masks are never made smaller, and classes that are nowhere do not count.
 */
export async function evaluateFolders(
  tools: PredictionTools,
  order: Order,
  { signal, progress }: JobWork,
): Promise<FolderEvaluation & { readonly skipped: readonly Skipped[] }> {
  const { job, weights, threshold = defaultThreshold, outlineNear = usualNearShare } = order;
  const problems = new Problems();
  const { images, masks, ...files } = await lookIntoFolders(order, { problems, signal });
  const { pairs, unpaired } = pairMasks(files.pictureFiles, files.maskFiles);
  if (pairs.length === 0) {
    throw badInput(
      `No picture in “${images}” has a mask of the same name in “${masks}”. Choose the two folders that belong together.`,
    );
  }
  for (const { file, reason } of unpaired) problems.add(file, reason);
  const named = await namesFor(masks, order.names);
  const meaning = maskMeaning(job, named, { ...order, problems });
  const maskOf = new Map(pairs.map(({ picture, mask }) => [picture, mask]));
  const sum = evaluationSum(job);
  progress({ done: 0, total: pairs.length, message: 'Starting the engine' });

  async function compare({ name, header, predicted }: FolderPicture): Promise<void> {
    const mask = maskOf.get(name) ?? '';
    const read = await readMask({ header, mask, picture: name }, masks);
    if ('reason' in read) {
      problems.add(mask, read.reason);
      return;
    }
    const layers = layersOf(read.values, { header, mask, meaning });
    if (typeof layers === 'string') {
      problems.add(mask, layers);
      return;
    }
    sum.add(await tools.scoring.compare(predicted, layers, { outlineNear }));
  }

  const names = pairs.map(({ picture }) => picture);
  const skipped = await predictEach(
    tools,
    { ...order, images, names },
    { signal, progress, visit: compare },
  );
  for (const { file, reason } of skipped) problems.add(file, reason);
  const figures = sum.figures();
  if (figures.pictures === 0) {
    const [first] = problems.lines;
    throw badInput(
      `No picture could be compared with its mask. The first reason: “${first?.file ?? ''}”: ${first?.reason ?? ''}`,
    );
  }
  return { run: job.name, weights, threshold, outlineNear, ...figures, skipped: problems.lines };
}

/** A mask's labels in the run's numbering, or a sentence about a value that is no class. */
function layersOf(
  values: Uint8Array,
  {
    header,
    mask,
    meaning,
  }: {
    readonly header: FolderPicture['header'];
    readonly mask: string;
    readonly meaning: MaskMeaning;
  },
): LabelLayers | string {
  const labels: { value: number; rle: string }[] = [];
  const ignored = [];
  for (const [value, rle] of rlesFromLabels(values, header)) {
    const meant = meaning.of(value);
    if (meant === null) return meaning.refuse(value, mask);
    if (meant === 'ignore') ignored.push(rle);
    else labels.push({ value: meant, rle: cocoStringFromRle(rle) });
  }
  const ignore = ignored.length === 0 ? null : cocoStringFromRle(mergeRles(ignored, 'union'));
  return { labels, ignore };
}
