/** What Review says. */
export const review = {
  emptyTitle: 'Nothing predicted yet',
  empty:
    'Train a run, then predict your pictures with it. They come here in order, the ones that disagree most with their labels first.',
  emptyTrained:
    'Predict your pictures with a run. They come here in order, the ones that disagree most with their labels first.',
  toTrain: 'Go to Train',
  predictAll: (run: string) => `Predict all pictures with ${run}`,
  predicting: 'The pictures come here as soon as they are predicted.',
  doneTitle: 'All looked at',
  done: (count: string) =>
    `${count} decided in this sitting; every other prediction was accepted before. Predict again after more training, or go through all of them once more.`,
  startOver: 'Go through all of them',
  undoLast: 'Undo the last one',

  position: (place: string, total: string) => `${place} of ${total}`,
  decided: (count: string) => `${count} decided`,
  pace: (perMinute: string) => `${perMinute} a minute`,
  withAccepted: 'Accepted ones too',
  score: (value: string) => `mean IoU ${value}`,
  noScore: 'no label to compare with',
  disagrees: 'Prediction and label disagree.',
  agrees: 'Prediction and label agree.',
  unlabelled: 'No object is labelled here, but one is predicted.',
  bothEmpty: 'No object is labelled here, and none predicted.',

  shows: 'What is shown',
  modes: { both: 'Both', prediction: 'Prediction', error: 'Errors' },
  sides: { label: 'label', prediction: 'prediction' },
  legend: { right: 'found', missed: 'missed', extra: 'extra' },
  threshold: 'Threshold',
  thresholdHelp: 'A pixel counts as a class where the network is at least this sure.',
  curtain: 'Label to the left, prediction to the right',
  accept: 'Accept',
  fix: 'Fix',
  reject: 'Reject',
  refusals: {
    'nothing-predicted':
      'At this threshold nothing is predicted. Lower it, reject the prediction, or fix the label.',
    'edited-since': 'The picture was edited since: undo that in Annotate first.',
  },
  run: (name: string) => `predicted by ${name}`,
} as const;
