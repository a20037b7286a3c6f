/** What the curves of a run mean, and what to do about it. */
export const advice = {
  nothingFound:
    'So far everything is called background. This passes with more epochs; with few pictures it takes long.',
  nothingFoundUnbalanced:
    'So far everything is called background. Turn on “Balance classes” under All settings, or take the small U-Net.',
  overfits: (epoch: number) =>
    `Since epoch ${epoch} the loss falls on the training pictures only: more epochs will hardly help, more pictures would. The weights of the best epoch are kept.`,
  lags: (worst: string, low: string, best: string, high: string) =>
    `${worst} is found much less well than ${best} (IoU ${low} against ${high}): it needs more pictures, or better labels.`,
  moreEpochs: 'It was still getting better in its last epoch: more epochs would help.',
  rateTooHigh:
    'The loss on the training pictures fell and then rose again: the learning rate is too high for this network.',
  rateTooLow:
    'After ten epochs the loss is nearly where it began: the learning rate is too low, or the network too small.',
  neverPredicted: (name: string) =>
    `${name} is found in no validation picture, while other classes are: it may be too rare for the network to notice.`,
  wrongLabels: (names: readonly string[], total: number) =>
    total === 1
      ? `Most pictures are found well, and nothing right in ${names[0] ?? ''}: its labels may be wrong.`
      : `Most pictures are found well, and nothing right in ${String(total)} of them (${names.join(', ')}${total > names.length ? ' …' : ''}): their labels may be wrong.`,
  balance: 'Balance classes',
  oversample: 'Show rare classes more often',
  takeRate: (rate: string) => `Take a rate of ${rate}`,
  picturesWith: (name: string) => `Pictures with ${name}`,
  labelMore: 'Label more pictures',
  open: (name: string) => `Open ${name}`,
  addEpochs: (epochs: string) => `Add ${epochs} epochs`,
  chosen: 'The settings of this run are set with that change. Train begins the next one.',
} as const;
