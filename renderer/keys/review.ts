import { actionWords as text } from '../words/actions.ts';

export const reviewActions = {
  'review.accept': { title: text.acceptPrediction, keys: ['Enter'] },
  'review.reject': { title: text.rejectPrediction, keys: ['Backspace'] },
  'review.fix': { title: text.fixPrediction, keys: ['E'] },
  'review.next': { title: text.nextPicture, keys: ['D', 'ArrowRight'] },
  'review.previous': { title: text.previousPicture, keys: ['A', 'ArrowLeft'] },
  'review.undo': { title: text.undo, keys: ['Ctrl+Z'] },
  'review.both': { title: text.showBoth, keys: ['1'] },
  'review.prediction': { title: text.showPredictionOnly, keys: ['2'] },
  'review.error': { title: text.showErrors, keys: ['3'] },
} as const;
