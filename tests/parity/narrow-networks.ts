import type { ModelName } from '../../app/contract/training.ts';
import { deconvnet } from '../../app/learning/models/deconvnet.ts';
import { deeplab } from '../../app/learning/models/deeplab.ts';
import { fastScnn } from '../../app/learning/models/fast-scnn.ts';
import { fcn } from '../../app/learning/models/fcn.ts';
import { lraspp } from '../../app/learning/models/lraspp.ts';
import type { Network } from '../../app/learning/models/network.ts';
import { pspnet } from '../../app/learning/models/pspnet.ts';
import { segnet } from '../../app/learning/models/segnet.ts';
import { tutorialWidths, unetTutorial } from '../../app/learning/models/unet-tutorial.ts';
import { unet, unetWidths } from '../../app/learning/models/unet.ts';
import { vggWidths } from '../../app/learning/models/vgg.ts';

const sidePx = 64;
const classes = 3;
const [top, middle, bottom] = tutorialWidths;
const vgg = { depths: vggWidths.depths.map(eighth), top: eighth(vggWidths.top) };

/** Every model at an eighth of its published width, for pictures of 64 px: small enough to be compared in each test run. */
export const narrowNetworks: Readonly<Record<ModelName | 'unet, groups' | 'unet, plain', Network>> =
  {
    unet: unet(sidePx, classes, unetWidths.map(eighth)),
    'unet, groups': unet(sidePx, classes, unetWidths.map(eighth), { normalise: 'groups' }),
    'unet, plain': unet(sidePx, classes, unetWidths.map(eighth), {
      normalise: 'none',
      enlarge: 'transposed',
    }),
    'unet-tutorial': unetTutorial(sidePx, classes, [eighth(top), eighth(middle), eighth(bottom)]),
    'fcn-8s': fcn(sidePx, classes, { stride: 8, widths: vgg }),
    'fcn-16s': fcn(sidePx, classes, { stride: 16, widths: vgg }),
    'fcn-32s': fcn(sidePx, classes, { stride: 32, widths: vgg }),
    segnet: segnet(sidePx, classes, vgg.depths),
    deconvnet: deconvnet(sidePx, classes, vgg),
    pspnet: pspnet(sidePx, classes, eighth),
    deeplab: deeplab(sidePx, classes, 1 / 8),
    lraspp: lraspp(sidePx, classes, 1 / 8),
    'fast-scnn': fastScnn(sidePx, classes, 1 / 8),
  };

function eighth(filters: number): number {
  return filters / 8;
}
