import { StudioError } from '../app/contract/errors.ts';

/** Runs what it is given unless the last is still at it: a page that asks again and again must not pile up dialogs. */
export function createOneAtATime(): <T>(act: () => Promise<T>) => Promise<T> {
  let busy = false;
  return async (act) => {
    if (busy) {
      throw new StudioError('busy', 'A dialog is open already. Answer it first.');
    }
    busy = true;
    try {
      return await act();
    } finally {
      busy = false;
    }
  };
}
