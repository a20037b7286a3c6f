import { modelNames, type ModelName, type TrainingSettings } from './training.ts';
import { isZooName, zoo, type ZooParts } from './zoo.ts';

/** Of our own: those that go back up over more than one level. Of the others the decoder says it. */
const ownWithLevels: readonly ModelName[] = [
  'unet',
  'unet-tutorial',
  'fcn-8s',
  'segnet',
  'deconvnet',
];
const decodersWithLevels: readonly string[] = ['fcn_8', 'segnet', 'unet', 'unet_mini'];

/** Whether a network has inner levels on its way up that can be taught by answers of their own. */
export function hasLevelsToTeach({
  model,
  depth,
}: Pick<TrainingSettings, 'model' | 'depth'>): boolean {
  if (!modelsWithLevels.includes(model)) return false;
  // Of two levels the lower is the bottom and the upper decides.
  return model !== 'unet' || depth > 2;
}

/** Such networks, the U-Net of three levels or more among them. */
export const modelsWithLevels: readonly ModelName[] = modelNames.filter((model) => {
  if (!isZooName(model)) return ownWithLevels.includes(model);
  const parts: ZooParts = zoo[model];
  return decodersWithLevels.includes('whole' in parts ? parts.whole : parts.decoder);
});
