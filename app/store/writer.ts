import { StudioError } from '../contract/errors.ts';
import type { Sql } from './sql.ts';

/** Lets writes through strictly one at a time, in the order they came. */
export interface Writer {
  /** Runs `work` in one transaction: all of it or nothing. */
  write<T>(work: () => T): Promise<T>;
  /** Keeps all other writes waiting while another connection, such as an import's, writes. */
  lend<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all that was asked for is written. */
  idle(): Promise<void>;
}

export function createWriter(
  sql: Sql,
  { readOnly, wrote }: { readonly readOnly: boolean; readonly wrote: () => void },
): Writer {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    if (readOnly) {
      return Promise.reject(heldElsewhere());
    }
    const turn = last.then(work);
    last = turn.then(wrote, () => undefined); // whoever asked is told; the next one goes on
    return turn;
  }

  return {
    write: (work) => inTurn(() => sql.transaction(work)),
    lend: (work) => inTurn(work),
    async idle() {
      await last;
    },
  };
}

/** The error of every write to a project that another process holds. */
export function heldElsewhere(): StudioError {
  return new StudioError(
    'read-only',
    'This project is open in another Maskwright, so here it can only be looked at. Close it there to change it here.',
  );
}
