import { readFile } from 'node:fs/promises';
import type { Handlers } from '../contract/dispatch.ts';
import { StudioError } from '../contract/errors.ts';
import type { LicenceList } from '../contract/problem.ts';

const place = new URL('../../resources/licences/licences.json', import.meta.url);

/** Read when somebody asks, and not kept: hardly anybody does. */
export const licenceHandlers: Pick<Handlers, 'studio.licences'> = {
  'studio.licences': async () => {
    try {
      // Our own file, proved against its schema by a test.
      return JSON.parse(await readFile(place, 'utf8')) as LicenceList;
    } catch (cause) {
      throw new StudioError(
        'unavailable',
        'The list of licences, resources/licences/licences.json, is missing or damaged. Install Maskwright anew.',
        { cause },
      );
    }
  },
};
