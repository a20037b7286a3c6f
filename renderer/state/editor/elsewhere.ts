import type { Client } from '../../../app/contract/client.ts';
import type { Image } from '../../../app/domain/image.ts';
import { throttled } from '../throttled.ts';
import type { PictureDetail } from './picture-detail.ts';
import type { Prediction } from './prediction.svelte.ts';

const refreshMs = 250;

export interface ElsewhereHost {
  /** These pictures are not what they were; an empty list means many. */
  changed(images: readonly number[]): void;
  /** Resolves when no picture is on its way any longer. */
  opened(): Promise<void>;
  openPicture(): number | null;
  /** Something of the open picture is under way here: it is left alone. */
  isOccupied(): boolean;
  detail(image: number): Promise<PictureDetail>;
  /** Its prediction, where it had none before; see `PredictionOverlay.ahead`. */
  prediction(image: number): Promise<Prediction | null> | null;
  revisionOf(image: number): number | undefined;
  /** The objects of the open picture are others. */
  reopen(image: number): Promise<void>;
  /** The objects are the same, what is known of the picture is not. */
  takeOver(image: Image, prediction: Promise<Prediction | null> | null): Promise<void>;
}

/** Follows what another window, an import or an engine does to pictures. */
export function followElsewhere(client: Client, host: ElsewhereHost): void {
  const refreshSoon = throttled(async () => {
    // A picture that is opened twice at once would leave what is done between the two behind.
    await host.opened();
    const id = host.openPicture();
    if (id === null || host.isOccupied()) {
      return;
    }
    try {
      // Both at once: somebody may have asked for a prediction, and wait for it.
      const prediction = host.prediction(id);
      const { image } = await host.detail(id);
      if (host.openPicture() !== id || host.isOccupied()) {
        return;
      }
      if (image.revision !== host.revisionOf(id)) {
        await host.reopen(id);
      } else {
        await host.takeOver(image, prediction);
      }
    } catch {
      // The picture is gone or the studio is away; the next act of the person will say so.
    }
  }, refreshMs);

  function heard(images: readonly number[]): void {
    host.changed(images);
    const open = host.openPicture();
    if (open !== null && (images.length === 0 || images.includes(open))) {
      refreshSoon();
    }
  }
  client.subscribe('images', ({ images }) => heard(images));
  client.subscribe('reconnected', () => heard([]));
}
