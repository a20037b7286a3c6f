import { zoo, type ZooName, type ZooParts } from '../../../contract/zoo.ts';
import { draftNetwork } from '../draft.ts';
import type { Network } from '../network.ts';
import { pspnet } from '../pspnet.ts';
import { tutorialWidths, unetTutorial } from '../unet-tutorial.ts';
import { decoders } from './decoders.ts';
import { encoders } from './encoders.ts';

/**
 * A network of keras-segmentation for RGB pictures of `sidePx` x `sidePx`, 0..1, answering at full size; any size will do. Its
 * parts say where they differ from that program's on purpose. `filters` says how wide a layer is that was published with
 * so many. `unet_mini` is the tutorial's own U-Net; `pspnet_50` and `pspnet_101` are PSPNet with its first pool 2 x 2 instead of 3 x 3.
 */
export function zooNetwork(
  name: ZooName,
  sidePx: number,
  classes: number,
  filters: (own: number) => number = (own) => own,
): Network {
  const parts: ZooParts = zoo[name];
  if ('encoder' in parts) {
    const draft = draftNetwork(sidePx);
    const decoder = decoders[parts.decoder];
    const levels = encoders[parts.encoder](draft, filters, decoder.depth);
    return decoder.draw(draft, { levels, classes, filters });
  }
  switch (parts.whole) {
    case 'unet_mini': {
      const [top, middle, bottom] = tutorialWidths;
      return unetTutorial(sidePx, classes, [filters(top), filters(middle), filters(bottom)]);
    }
    case 'pspnet_50':
      return pspnet(sidePx, classes, filters, { depth: 50, normalised: true });
    case 'pspnet_101':
      return pspnet(sidePx, classes, filters, { depth: 101, normalised: true });
  }
}
