import { StudioError } from '../../contract/errors.ts';
import { openThreadDesk } from '../../store/thread-desk.ts';
import type { Drawing } from './drawn-prediction.ts';
import type { LabelLayers } from '../editing/label-layers.ts';
import type { Compared, InFull, PredictedRegion } from './predicted-labels.ts';
import type { PredictedPicture } from './prediction-maps.ts';

export type ScoringQuestion = { readonly picture: PredictedPicture } & (
  | { readonly kind: 'compare'; readonly layers: LabelLayers; readonly inFull: InFull | null }
  | { readonly kind: 'regions' }
  | { readonly kind: 'draw'; readonly drawing: Drawing }
);

export type ScoringAnswer =
  | ({ readonly kind: 'compared' } & Compared)
  | { readonly kind: 'regions'; readonly regions: readonly PredictedRegion[] }
  | { readonly kind: 'drawn' };

/** Looks at predictions pixel by pixel, in a thread of its own. */
export interface Scoring {
  /** Label against prediction at the picture's size. */
  compare(picture: PredictedPicture, layers: LabelLayers, inFull?: InFull): Promise<Compared>;
  regions(picture: PredictedPicture): Promise<readonly PredictedRegion[]>;
  /** Writes what was predicted as files. */
  draw(picture: PredictedPicture, drawing: Drawing): Promise<void>;
  close(): Promise<void>;
}

export function createScoring(): Scoring {
  const url = new URL('./scoring-worker.ts', import.meta.url);
  const desk = openThreadDesk<ScoringQuestion, ScoringAnswer>(url);
  return {
    async compare(picture, layers, inFull) {
      const answer = await desk.ask({ kind: 'compare', picture, layers, inFull: inFull ?? null });
      if (answer.kind === 'compared') return answer;
      throw mistaken();
    },
    async regions(picture) {
      const answer = await desk.ask({ kind: 'regions', picture });
      if (answer.kind === 'regions') return answer.regions;
      throw mistaken();
    },
    async draw(picture, drawing) {
      await desk.ask({ kind: 'draw', picture, drawing });
    },
    close: () => desk.close(),
  };
}

function mistaken(): StudioError {
  return new StudioError('internal', 'The thread that compares answered another question.');
}
