import type { ImportOwner } from './import-owner.ts';
import type { TrainingOwner } from './training-owner.ts';

/**
 * Ends all training: what is at work keeps its best and last weights, and who waits in the queue goes on waiting until a
 * person starts it. Whoever stops one run in Train goes on with the next; whoever stops training from outside wants quiet.
 */
export async function stopTraining(
  training: Pick<TrainingOwner, 'stopAll'>,
  imports: Pick<ImportOwner, 'holdQueue'>,
): Promise<void> {
  await imports.holdQueue(true);
  try {
    await training.stopAll();
  } finally {
    await imports.holdQueue(false);
  }
}
