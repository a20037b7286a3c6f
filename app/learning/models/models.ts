import type { ModelName } from '../../contract/training.ts';
import { deconvnet } from './deconvnet.ts';
import { fcn } from './fcn.ts';
import type { Network } from './network.ts';
import { segnet } from './segnet.ts';
import { unetTutorial } from './unet-tutorial.ts';
import { unet } from './unet.ts';

/**
 * A quarter of the published filters for the networks that are built on VGG16: at full width a step of eight pictures
 * would take minutes on two cores, and two or three classes do not need what a thousand did.
 */
const light = { depths: [16, 32, 64, 128, 128], top: 256 } as const;

/** The network of a model for square pictures; `classes` includes the background. */
export function networkOf(model: ModelName, sidePx: number, classes: number): Network {
  switch (model) {
    case 'unet':
      return unet(sidePx, classes);
    case 'unet-tutorial':
      return unetTutorial(sidePx, classes);
    case 'fcn-8s':
      return fcn(sidePx, classes, { stride: 8, widths: light });
    case 'fcn-16s':
      return fcn(sidePx, classes, { stride: 16, widths: light });
    case 'fcn-32s':
      return fcn(sidePx, classes, { stride: 32, widths: light });
    case 'segnet':
      return segnet(sidePx, classes, light.depths);
    case 'deconvnet':
      return deconvnet(sidePx, classes, light);
  }
}
