import { openOriginals } from './originals.ts';
import type { Store } from './open.ts';
import { databaseFile } from './places.ts';
import { openSql } from './sql.ts';

/** One state of a project, for reading in another thread: what is written meanwhile is not seen. */
export interface Reader extends Pick<Store, 'folder' | 'sql' | 'originals'> {
  close(): void;
}

export function openReader(folder: string): Reader {
  const sql = openSql(databaseFile(folder), { readOnly: true, slowMs: Infinity });
  const originals = openOriginals(folder);
  sql.exec('BEGIN');
  return {
    folder,
    sql,
    originals,
    close() {
      originals.close();
      sql.close();
    },
  };
}
