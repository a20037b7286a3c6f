import {
  zoo,
  zooNames,
  type ZooDecoder,
  type ZooEncoder,
  type ZooName,
  type ZooParts,
  type ZooWhole,
} from '../../app/contract/zoo.ts';

/** The networks of keras-segmentation, told by their parts. */

const ways: Readonly<Record<ZooDecoder, string>> = {
  fcn_8: 'FCN-8: scores at three depths, added up and enlarged by transposed convolutions.',
  fcn_32: 'FCN-32: scores at the lowest depth alone, enlarged 32 times in one go.',
  segnet: 'SegNet’s way up, by unpooling where the way down pooled as widely.',
  unet: 'U-Net’s way up, with the features of the way down beside it at each level.',
  pspnet: 'PSPNet’s pyramid of averages over the lowest features.',
};

const downs: Readonly<Record<ZooEncoder, string>> = {
  vanilla: 'Five plain convolutions on the way down.',
  vgg16: 'VGG16 on the way down, without normalisation: it learns slowly from random weights.',
  resnet50: 'ResNet-50 on the way down.',
  mobilenet: 'MobileNet on the way down, whose channels are convolved one by one.',
};

const wholes: Readonly<Record<ZooWhole, string>> = {
  unet_mini: 'The tutorial’s U-Net by its own name, with a recipe that learns.',
  pspnet_50: 'PSPNet on ResNet-50 at its published width, for large graphics cards.',
  pspnet_101: 'PSPNet on ResNet-101 at its published width, for large graphics cards.',
};

export const zooGroup = 'keras-segmentation';

export const zooModels = Object.fromEntries(
  zooNames.map((name) => [name, { name, about: aboutOf(zoo[name]) }]),
) as Readonly<Record<ZooName, { readonly name: string; readonly about: string }>>;

function aboutOf(parts: ZooParts): string {
  return 'whole' in parts
    ? wholes[parts.whole]
    : `${ways[parts.decoder]} ${downs[parts.encoder]} At the width that keras-segmentation gives it.`;
}
