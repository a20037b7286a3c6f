/** What Review says. */
export const review = {
  emptyTitle: 'Nothing predicted yet',
  empty:
    'Train a run, then predict your pictures with it. They come here in order, the ones that disagree most with their labels first.',
  toTrain: 'Go to Train',
  predictAll: (run: string) => `Predict all pictures with ${run}`,
  doneTitle: 'All looked at',
  done: 'Every prediction of this list was decided on. Predict again after more training, or start over.',
  startOver: 'Start over',

  position: (place: string, total: string) => `${place} of ${total}`,
  decided: (count: string) => `${count} decided`,
  pace: (perMinute: string) => `${perMinute} a minute`,
  score: (value: string) => `mean IoU ${value}`,
  noScore: 'no label to compare with',
  disagrees: 'Prediction and label disagree.',
  agrees: 'Prediction and label agree.',
  unlabelled: 'This picture has no label yet.',

  modes: { both: 'Label | prediction', prediction: 'Prediction', error: 'Right and wrong' },
  legend: { right: 'found', missed: 'missed', extra: 'extra' },
  threshold: 'Threshold',
  thresholdHelp: 'A pixel counts as a class where the network is at least this sure.',
  curtain: 'Label to the left, prediction to the right',
  accept: 'Accept',
  fix: 'Fix',
  reject: 'Reject',
  accepted: 'The prediction is now the mask.',
  rejected: 'The prediction was rejected; the label stays.',
  nothingAbove: 'At this threshold nothing is predicted: accepting would empty the mask.',
  run: (name: string) => `predicted by ${name}`,
  iouOf: (name: string, value: string) => `${name} ${value}`,
} as const;
