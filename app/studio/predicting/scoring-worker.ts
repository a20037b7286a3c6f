import { answerThread } from '../../store/answer-thread.ts';
import { drawPrediction } from './drawn-prediction.ts';
import { compareWithLabels, predictedRegions } from './predicted-labels.ts';
import { readPredictedMaps } from './prediction-maps.ts';
import type { ScoringAnswer, ScoringQuestion } from './scoring.ts';

/** The thread that looks at every pixel of predictions: 12 megapixels must not keep a stroke from being saved. */

answerThread<ScoringQuestion, ScoringAnswer>(async (question) => {
  const maps = await readPredictedMaps(question.picture);
  switch (question.kind) {
    case 'compare':
      return { kind: 'compared', ...compareWithLabels(maps, question) };
    case 'regions':
      return { kind: 'regions', regions: predictedRegions(maps) };
    case 'draw':
      await drawPrediction(maps, question.drawing);
      return { kind: 'drawn' };
  }
});
