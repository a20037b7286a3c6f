import { actionWords } from './actions.ts';
import { annotate } from './annotate.ts';
import { browse } from './browse.ts';
import { classes } from './classes.ts';
import { connection, general, views } from './general.ts';
import { frame } from './frame.ts';
import { history } from './history.ts';
import { keys } from './keys.ts';
import { layers } from './layers.ts';
import { measuring } from './measuring.ts';
import { paths } from './paths.ts';
import { predicting } from './predicting.ts';
import { problem } from './problem.ts';
import { welcome } from './welcome.ts';
import { review } from './review.ts';
import { train } from './train.ts';
import { transfer } from './transfer.ts';
import { updates } from './updates.ts';

/** Every sentence a person reads stands in this folder, a file for each view. */
export const words = {
  general,
  connection,
  views,
  frame,
  keys,
  paths,
  predicting,
  measuring,
  problem,
  welcome,
  actions: actionWords,
  browse,
  classes,
  annotate,
  history,
  train,
  layers,
  review,
  transfer,
  updates,
} as const;
