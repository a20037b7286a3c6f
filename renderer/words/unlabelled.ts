/** Learning from pictures without labels, in the Train view. */
export const unlabelledFields = {
  unlabelled: 'Learn from pictures without labels too',
  unlabelledHelp:
    'What the average of the weights is sure of in them is taught as if it were labelled, for the same pictures in other colours, blurred and covered. A step takes more than twice as long.',
  confidence: 'Sure from',
  confidenceHelp:
    'The probability of its class from which a pixel without label is taught. Higher teaches less and fewer mistakes; the curve “Sure” shows how much it is.',
  unlabelledWeight: 'Weight of these',
  unlabelledWeightHelp:
    'What the loss on pictures without labels counts beside that on labelled ones. It rises to this over the first fifth of the run.',
} as const;
