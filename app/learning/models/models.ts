import { asBefore, type NetworkSettings } from '../../contract/training.ts';
import { isZooName } from '../../contract/zoo.ts';
import { deconvnet } from './deconvnet.ts';
import { deeplab } from './deeplab.ts';
import { fastScnn } from './fast-scnn.ts';
import { fcn } from './fcn.ts';
import { lraspp } from './lraspp.ts';
import type { Network } from './network.ts';
import { pspnet } from './pspnet.ts';
import { segnet } from './segnet.ts';
import { tutorialWidths, unetTutorial } from './unet-tutorial.ts';
import { unet, unetWidthsOf } from './unet.ts';
import type { VggWidths } from './vgg.ts';
import { zooNetwork } from './zoo/zoo.ts';

/**
 * A quarter of the published filters for the networks that are built on VGG16 or ResNet-50: two or three classes on two cores do not
 * need what a thousand on a graphics card did. The top's 4096 are cut further, to 256: at a width of 4 they are 1024.
 */
const light: VggWidths = { depths: [16, 32, 64, 128, 128], top: 256 };

/** The network that a run of these settings trains; `classes` includes the background. */
export function networkOf(
  { model, size, width, depth = asBefore.depth, ...options }: NetworkSettings,
  classes: number,
): Network {
  const filters = (own: number): number => Math.max(1, Math.round(own * width));
  const [top, middle, bottom] = tutorialWidths;
  const vgg: VggWidths = { depths: light.depths.map(filters), top: filters(light.top) };
  if (isZooName(model)) return zooNetwork(model, size, classes, filters);
  switch (model) {
    case 'unet':
      return unet(size, classes, unetWidthsOf(depth).map(filters), options);
    case 'unet-tutorial':
      return unetTutorial(size, classes, [filters(top), filters(middle), filters(bottom)]);
    case 'fcn-8s':
      return fcn(size, classes, { stride: 8, widths: vgg });
    case 'fcn-16s':
      return fcn(size, classes, { stride: 16, widths: vgg });
    case 'fcn-32s':
      return fcn(size, classes, { stride: 32, widths: vgg });
    case 'segnet':
      return segnet(size, classes, vgg.depths);
    case 'deconvnet':
      return deconvnet(size, classes, vgg);
    case 'deeplab':
      return deeplab(size, classes, width);
    case 'lraspp':
      return lraspp(size, classes, width);
    case 'pspnet':
      return pspnet(size, classes, (own) => filters(own / 4));
    case 'fast-scnn':
      return fastScnn(size, classes, width);
  }
}
