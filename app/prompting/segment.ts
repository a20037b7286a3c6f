import { uprightSize } from '../domain/geometry.ts';
import { StudioError } from '../contract/errors.ts';
import type { Prompt, PromptedMask, PromptTarget } from '../contract/prompting.ts';
import type { Bitmap } from '../mask/bitmap.ts';
import { cocoStringFromRle } from '../mask/coco-counts.ts';
import { rleFromBitmap } from '../mask/rle-bitmap.ts';
import { turnStored } from '../mask/turn.ts';
import { cropped, enlarged, maskAtSize, type Logits } from './enlarged.ts';
import type { Interface } from './families.ts';
import { smallMaskSidePx, type Features, type Networks } from './networks.ts';
import { contentSize, networkSidePx } from './picture-input.ts';
import { promptInput } from './prompt-input.ts';

/** What was answered last about a picture, to be refined by the next point. */
export interface Before {
  readonly prompt: Prompt;
  readonly small: Float32Array;
}

export interface Segmented {
  readonly mask: PromptedMask;
  /** Null for decoders that answer no small masks. */
  readonly before: Before | null;
}

export async function segment(
  networks: Networks,
  question: {
    readonly features: Features;
    readonly target: PromptTarget;
    readonly prompt: Prompt;
    readonly before: Before | null;
  },
): Promise<Segmented> {
  const { features, target, prompt } = question;
  const spoken = networks.interface;
  const upright = uprightSize(target, target.turn);
  const input = promptInput(prompt, target, spoken);
  const { before } = question;
  const refined = before !== null && refines(prompt, before.prompt) ? before.small : null;
  const { masks, scores } = await networks.decode({
    features,
    input,
    before: refined,
    // Where the small masks are taken, the large ones need not be larger than they: they may be a gigabyte.
    size: spoken.hasSmallMasks ? contentSize(target, spoken.form) : upright,
  });
  const chosen = chosenMask(scores, input.labels.length, spoken);
  const logits = masks[chosen];
  if (logits === undefined) {
    throw new StudioError('bad-input', 'The decoder answered no mask at all.');
  }
  const stored = turned(atPictureSize(logits, target, spoken), target);
  const isSmall = logits.width === smallMaskSidePx && logits.height === smallMaskSidePx;
  return {
    mask: { rle: cocoStringFromRle(rleFromBitmap(stored)), score: scores[chosen] ?? 0 },
    before: isSmall ? { prompt, small: logits.values.slice() } : null,
  };
}

/** The same prompt with something more: what was found is where the network goes on. */
export function refines(prompt: Prompt, before: Prompt): boolean {
  const isLonger = prompt.points.length > before.points.length;
  const begins = before.points.every((point, index) => {
    const same = prompt.points[index];
    return same?.x === point.x && same.y === point.y && same.positive === point.positive;
  });
  return isLonger && begins && sameBox(prompt.box, before.box);
}

/**
 * The mask that the network itself rates best. Of SAM's four the first is for many points and the others for few, as its
 * own export chooses: `select_masks` in segment_anything/utils/onnx.py.
 */
export function chosenMask(
  scores: readonly number[],
  points: number,
  { family }: Pick<Interface, 'family'>,
): number {
  const reweighted = scores.map((score, index) =>
    family === 'sam' && scores.length === 4 && index === 0 ? score + (points - 2.5) * 1000 : score,
  );
  return reweighted.indexOf(Math.max(...reweighted));
}

function atPictureSize(logits: Logits, target: PromptTarget, spoken: Interface): Bitmap {
  const upright = uprightSize(target, target.turn);
  if (!spoken.hasSmallMasks || spoken.form === 'stretched') {
    return maskAtSize(logits, upright);
  }
  const square = enlarged(logits, { width: networkSidePx, height: networkSidePx });
  return maskAtSize(cropped(square, contentSize(target, spoken.form)), upright);
}

function turned({ data }: Bitmap, target: PromptTarget): Bitmap {
  const { width, height, turn } = target;
  return { width, height, data: turnStored(data, { width, height }, turn) };
}

function sameBox(a: Prompt['box'], b: Prompt['box']): boolean {
  if (a === null || b === null) return a === b;
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
