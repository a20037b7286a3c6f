import { actionWords } from './actions.ts';
import { annotate } from './annotate.ts';
import { browse } from './browse.ts';
import { classes } from './classes.ts';
import { connection, general, views } from './general.ts';
import { review } from './review.ts';
import { train } from './train.ts';
import { transfer } from './transfer.ts';

/** Every sentence a person reads stands in this folder, a file for each view. */
export const words = {
  general,
  connection,
  views,
  actions: actionWords,
  browse,
  classes,
  annotate,
  train,
  review,
  transfer,
} as const;
