import type { BatchSearch } from '../../app/contract/batch-search.ts';
import { counted } from './numbers.ts';

/** How weights follow their gradients, in the Train view. */

export const optimiserFields = {
  optimiser: 'Optimiser',
  optimiserHelp:
    'How weights follow their gradients. Adam gives each weight a pace of its own, AdamW also keeps them small; SGD with momentum is the plainest and wants a learning rate about ten times as high.',
  weightDecay: 'Weight decay',
  weightDecayHelp:
    'What each step takes off the weights of convolutions, as a multiple of weight and rate: large weights have to earn their size. Biases and normalisations keep theirs.',
  clipNorm: 'Clip gradients at',
  clipNormHelp:
    'When the gradients of a step are together longer than this, they are shortened to it, so that one strange batch does not throw the weights off. 0 never does; the curve of the gradient shows what is usual.',
  deepSupervision: 'Teach inner levels',
  deepSupervisionHelp:
    'Up to three levels on the way up answer too while the network learns, each corrected by itself (deep supervision); the model that is kept is without them.',
  ema: 'Average weights',
  emaHelp:
    'Validation, the best weights and predictions take a running average of the weights, which sways less than the newest ones: the share of it that stays at each step. 0 takes the newest weights; 0.99 suits runs of a few hundred steps, 0.999 those of many thousand.',
} as const;

export const optimisers = { adam: 'Adam', adamw: 'AdamW', sgd: 'SGD' } as const;

export const rateSearch = {
  first: 'A learning rate is being looked for; a run can start when that has ended.',
  title: 'Look for a learning rate',
  start: 'Look for a rate',
  hint: 'A hundred steps with your pictures and these settings, at rates that rise, show where the loss falls and where it runs away. No run comes of it.',
  stop: 'Stop',
  overRates: 'over the rate of each step',
  at: (rate: string) => `rate ${rate}`,
  smoothed: 'smoothed',
  suggested: 'suggested',
  text: (rate: string, ranAway: boolean) =>
    `Too low a rate and the loss stays, at a good one it falls${ranAway ? ', at the end it ran away' : ''}. Suggested is ${rate}, where three quarters of the fall were done: a higher one is soon too high.`,
  none: 'No rate made the loss fall in these hundred steps. Look at the masks, or choose another loss or network.',
  take: (rate: string) => `Take ${rate}`,
  keep: (rate: string) => `Keep ${rate}`,
} as const;

export const batchSearch = {
  first: 'It is being tried how many pictures at once fit; a run can start when that has ended.',
  title: 'Try how many pictures at once fit',
  start: 'As large as fits',
  hint: 'Tries steps with these settings on more and more pictures until memory is short, and takes what fitted: more at once needs fewer steps an epoch, and gains speed mostly on a graphics card.',
  stop: 'Stop',
  found: ({ batch, ended }: BatchSearch) => {
    const what = `${counted(batch, 'picture')} at once`;
    switch (ended) {
      case 'all':
        return `There is memory for ${what}, the most there may be.`;
      case 'free-memory':
        return `There is memory for ${what}; more would take most of what is free.`;
      case 'memory':
      case 'died':
        return `There is memory for ${what}, and not for more.`;
    }
  },
} as const;
