import type { ModelName } from '../../contract/training.ts';
import { deconvnet } from './deconvnet.ts';
import { fcn } from './fcn.ts';
import type { Network } from './network.ts';
import { segnet } from './segnet.ts';
import { unetTutorial } from './unet-tutorial.ts';
import { unet } from './unet.ts';
import type { VggWidths } from './vgg.ts';

/**
 * A quarter of the published filters for the networks that are built on VGG16: two or three classes on two cores do not
 * need what a thousand on a graphics card did.
 */
const light: VggWidths = { depths: [16, 32, 64, 128, 128], top: 256 };

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
