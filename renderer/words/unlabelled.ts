/** Learning from unlabelled pictures, in the Train view. */
export const unlabelledFields = {
  unlabelled: 'Use unlabelled pictures too',
  unlabelledHelp:
    'What the average of the weights is sure of in them is taught as their label, in other colours, blurred and covered; a step takes about twice as long.',
  confidence: 'Sure from',
  confidenceHelp:
    'The probability of its class from which an unlabelled pixel is taught. Higher teaches less and fewer mistakes; the curve “Sure” shows how much it is.',
  unlabelledWeight: 'Weight of these',
  unlabelledWeightHelp:
    'What the loss on unlabelled pictures counts beside that on labelled ones. It rises to this over the first fifth of the run.',
} as const;
