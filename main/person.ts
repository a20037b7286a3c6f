import { homedir } from 'node:os';
import { personFolder } from '../app/contract/person-folder.ts';

/** Where everything is that outlives this program: the command line keeps its things there as well. */
export const person = personFolder({
  platform: process.platform,
  home: homedir(),
  environment: process.env,
});
