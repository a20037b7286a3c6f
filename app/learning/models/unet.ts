import { draftNetwork, type Draft } from './draft.ts';
import { answerEnlarged } from './enlarged-answer.ts';
import type { Network } from './network.ts';

/** Filters from the half-size level down: five go to a thirty-second. Narrower ones are for tests. */
export const unetWidths = [16, 32, 64, 128, 192] as const;
/** Of the levels below those, where more are asked for. */
const lowest = 256;

/** Of as many levels as `depth` says. */
export function unetWidthsOf(depth: number): readonly number[] {
  return Array.from({ length: depth }, (_, level) => unetWidths[level] ?? lowest);
}

export interface UnetOptions {
  /** What follows each convolution: a normalisation by the batch, one of each picture by itself, or none and a bias. */
  readonly normalise?: 'batch' | 'groups' | 'none';
  /** How it goes up: each value four times, or by a transposed convolution of 2 x 2, as in the first U-Net. */
  readonly enlarge?: 'nearest' | 'transposed';
}

/**
 * The default: a U-Net for few pictures and few cores. Where the tutorial spends most of its time, at full size and on
 * the wide joins of the way up, this one takes one convolution in steps of two and adds what comes up, thinned out, to
 * what came down. Five levels see the whole picture, and normalisation lets it learn fast. Classes are decided at half
 * size and enlarged. Measured on two cores, a step of 8 pictures: 360 ms of computing against 620 with joins. The number of
 * widths is that of its levels.
 */
export function unet(
  sidePx: number,
  classes: number,
  widths: readonly number[] = unetWidths,
  { normalise = 'batch', enlarge = 'nearest' }: UnetOptions = {},
): Network {
  const draft = draftNetwork(sidePx);
  const skips: string[] = [];
  let present = draft.input;
  widths.forEach((filters, depth) => {
    const name = `down${String(depth + 1)}`;
    if (depth === 0) {
      present = convolved(draft, `${name}_conv`, present, { filters, stride: 2, normalise });
      return;
    }
    skips.push(present);
    present = draft.maxPool(`${name}_pool`, present);
    present = convolved(draft, `${name}_conv1`, present, { filters, normalise });
    present = convolved(draft, `${name}_conv2`, present, { filters, normalise });
  });
  present = draft.dropout('bottom_drop', present, 0.3);
  for (let depth = skips.length; depth >= 1; depth--) {
    const name = `up${String(depth)}`;
    const filters = widths[depth - 1] ?? classes;
    const skip = skips[depth - 1] ?? draft.input;
    const high =
      enlarge === 'nearest'
        ? thinned(draft, name, present, filters)
        : draft.transposed(`${name}_spread`, present, {
            filters,
            kernel: 2,
            stride: 2,
            initializer: 'he-normal',
          });
    const sum = draft.add(`${name}_add`, [draft.cropTo(`${name}_crop`, high, skip), skip]);
    present = convolved(draft, `${name}_conv`, sum, { filters, normalise });
  }
  const logits = draft.convolution('classes', present, {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  return answerEnlarged(draft, logits, 2);
}

/** Thinned out while it is still small, and then twice as large. */
function thinned(draft: Draft, name: string, from: string, filters: number): string {
  const thin = draft.convolution(`${name}_thin`, from, {
    filters,
    kernel: 1,
    bias: false,
    initializer: 'he-normal',
  });
  return draft.upsample(`${name}_size`, thin, 'nearest');
}

function convolved(
  draft: Draft,
  name: string,
  from: string,
  {
    filters,
    normalise,
    stride = 1,
  }: {
    readonly filters: number;
    readonly normalise: NonNullable<UnetOptions['normalise']>;
    readonly stride?: number;
  },
): string {
  const isNormalised = normalise !== 'none';
  const convolution = draft.convolution(name, from, {
    filters,
    kernel: 3,
    stride,
    bias: !isNormalised,
    relu: !isNormalised,
    initializer: 'he-normal',
  });
  if (!isNormalised) return convolution;
  if (normalise === 'groups') {
    return draft.groupNormalisation(`${name}_norm`, convolution, groupsOf(filters));
  }
  return draft.normalisation(`${name}_norm`, convolution, { momentum: 0.95 });
}

/** Eight, or as many fewer as the filters can be divided by. */
function groupsOf(filters: number): number {
  return [8, 7, 6, 5, 4, 3, 2].find((groups) => filters % groups === 0) ?? 1;
}
