import { draftNetwork, type Draft } from './draft.ts';
import type { Network } from './network.ts';

/** How wide the tutorial's network is at its three depths. A narrower one is for tests. */
export const tutorialWidths = [32, 64, 128] as const;

/**
 * The tutorial's U-Net, layer for layer: two 3 x 3 convolutions of 32 with dropout between, pooled to 64, pooled to 128,
 * and back up twice. 471,619 numbers for three classes. It has no normalisation and starts as Keras does.
 */
export function unetTutorial(
  sidePx: number,
  classes: number,
  [top, middle, bottom]: readonly [number, number, number] = tutorialWidths,
): Network {
  const draft = draftNetwork(sidePx);
  const first = block(draft, 'down1', draft.input, top);
  const second = block(draft, 'down2', draft.maxPool('pool1', first), middle);
  const third = block(draft, 'bottom', draft.maxPool('pool2', second), bottom);
  const fourth = block(draft, 'up2', joined(draft, 'up2', third, second), middle);
  const fifth = block(draft, 'up1', joined(draft, 'up1', fourth, first), top);
  const logits = draft.convolution('classes', fifth, {
    filters: classes,
    kernel: 1,
    initializer: 'glorot-uniform',
  });
  return draft.softmax('probabilities', logits);
}

function block(draft: Draft, name: string, from: string, filters: number): string {
  const options = { filters, kernel: 3, relu: true, initializer: 'glorot-uniform' } as const;
  const first = draft.convolution(`${name}_conv1`, from, options);
  return draft.convolution(`${name}_conv2`, draft.dropout(`${name}_drop`, first, 0.2), options);
}

function joined(draft: Draft, name: string, low: string, skip: string): string {
  const high = draft.cropTo(`${name}_crop`, draft.upsample(`${name}_size`, low, 'nearest'), skip);
  return draft.concatenate(`${name}_join`, [high, skip]);
}
