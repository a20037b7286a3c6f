import type { OwnModelName } from '../../app/contract/training.ts';
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
import { zooNetwork } from '../../app/learning/models/zoo/zoo.ts';

const sidePx = 64;
const classes = 3;
const [top, middle, bottom] = tutorialWidths;
const vgg = { depths: vggWidths.depths.map(eighth), top: eighth(vggWidths.top) };

/** Of keras-segmentation's networks those that have each encoder and each decoder once; all are compared by `npm run soak -- keras`. */
type Parts = 'fcn_8' | 'vgg_segnet' | 'mobilenet_unet' | 'resnet50_unet' | 'vgg_pspnet';

/** Every model at an eighth of its published width, for pictures of 64 px: small enough to be compared in each test run. */
export const narrowNetworks: Readonly<
  Record<OwnModelName | Parts | 'unet, groups' | 'unet, plain', Network>
> = {
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
  fcn_8: zooNetwork('fcn_8', sidePx, classes, eighth),
  vgg_segnet: zooNetwork('vgg_segnet', sidePx, classes, eighth),
  mobilenet_unet: zooNetwork('mobilenet_unet', sidePx, classes, eighth),
  resnet50_unet: zooNetwork('resnet50_unet', sidePx, classes, eighth),
  vgg_pspnet: zooNetwork('vgg_pspnet', sidePx, classes, eighth),
};

function eighth(filters: number): number {
  return filters / 8;
}
