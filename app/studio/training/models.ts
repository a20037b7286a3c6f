import type { Handlers } from '../../contract/dispatch.ts';
import { settingsFrom } from '../../contract/training.ts';

/** What the networks are, before anything is trained. Their descriptions are data: no tensor and no library is needed. */
export function modelHandlers(): Pick<Handlers, 'model.summary'> {
  return {
    'model.summary': async ({ choice, classes }) => {
      const settings = settingsFrom(choice);
      const { model, size, batch, width } = settings;
      // Read when first asked for: nobody waits for it at the start.
      const { networkOf } = await import('../../learning/models/models.ts');
      const { summaryOf } = await import('../../learning/models/summary.ts');
      const network = networkOf(settings, classes + 1);
      return { model, size, batch, width, classes, ...summaryOf(network, batch, settings) };
    },
  };
}
