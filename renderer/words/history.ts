export const history = {
  /** Said of each entry of the list. */
  go: 'Go to this moment: what came later is taken back, and can be done again',
  start: 'As it was at first',
};
