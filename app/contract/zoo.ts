/**
 * The networks of keras-segmentation 0.3 (divamgupta/image-segmentation-keras, `models/all_models.py`), each by its parts. They
 * have that program's names, but for three that were networks of ours before: its `unet`, `segnet` and `pspnet` are
 * `vanilla_unet`, `vanilla_segnet` and `vanilla_pspnet` here.
 */
export const zoo = {
  fcn_8: { encoder: 'vanilla', decoder: 'fcn_8' },
  fcn_8_vgg: { encoder: 'vgg16', decoder: 'fcn_8' },
  fcn_8_resnet50: { encoder: 'resnet50', decoder: 'fcn_8' },
  fcn_8_mobilenet: { encoder: 'mobilenet', decoder: 'fcn_8' },
  fcn_32: { encoder: 'vanilla', decoder: 'fcn_32' },
  fcn_32_vgg: { encoder: 'vgg16', decoder: 'fcn_32' },
  fcn_32_resnet50: { encoder: 'resnet50', decoder: 'fcn_32' },
  fcn_32_mobilenet: { encoder: 'mobilenet', decoder: 'fcn_32' },
  vanilla_segnet: { encoder: 'vanilla', decoder: 'segnet' },
  vgg_segnet: { encoder: 'vgg16', decoder: 'segnet' },
  resnet50_segnet: { encoder: 'resnet50', decoder: 'segnet' },
  mobilenet_segnet: { encoder: 'mobilenet', decoder: 'segnet' },
  vanilla_unet: { encoder: 'vanilla', decoder: 'unet' },
  vgg_unet: { encoder: 'vgg16', decoder: 'unet' },
  resnet50_unet: { encoder: 'resnet50', decoder: 'unet' },
  mobilenet_unet: { encoder: 'mobilenet', decoder: 'unet' },
  unet_mini: { whole: 'unet_mini' },
  vanilla_pspnet: { encoder: 'vanilla', decoder: 'pspnet' },
  vgg_pspnet: { encoder: 'vgg16', decoder: 'pspnet' },
  resnet50_pspnet: { encoder: 'resnet50', decoder: 'pspnet' },
  pspnet_50: { whole: 'pspnet_50' },
  pspnet_101: { whole: 'pspnet_101' },
} as const satisfies Readonly<Record<string, ZooParts>>;

export type ZooEncoder = 'vanilla' | 'vgg16' | 'resnet50' | 'mobilenet';
export type ZooDecoder = 'fcn_8' | 'fcn_32' | 'segnet' | 'unet' | 'pspnet';
export type ZooWhole = 'unet_mini' | 'pspnet_50' | 'pspnet_101';

/** An encoder and a decoder, or a network that is described as a whole. */
export type ZooParts =
  { readonly encoder: ZooEncoder; readonly decoder: ZooDecoder } | { readonly whole: ZooWhole };

export type ZooName = keyof typeof zoo;
export const zooNames = Object.keys(zoo) as ZooName[];

export function isZooName(name: string): name is ZooName {
  return Object.hasOwn(zoo, name);
}

/** Nothing in it holds values together from layer to layer, but the way they are drawn at first. */
export function isUnnormalised(name: ZooName): boolean {
  const parts: ZooParts = zoo[name];
  return 'whole' in parts ? parts.whole === 'unet_mini' : parts.encoder === 'vgg16';
}
