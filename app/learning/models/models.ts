import type { ModelName } from '../../contract/training.ts';
import type { Network } from './network.ts';
import { unetTutorial } from './unet-tutorial.ts';
import { unet } from './unet.ts';

/** The network of a model for square pictures; `classes` includes the background. */
export function networkOf(model: ModelName, sidePx: number, classes: number): Network {
  switch (model) {
    case 'unet':
      return unet(sidePx, classes);
    case 'unet-tutorial':
      return unetTutorial(sidePx, classes);
  }
}
