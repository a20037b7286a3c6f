import { parentPort, workerData } from 'node:worker_threads';
import { wireError } from '../contract/errors.ts';
import { openSql } from './sql.ts';
import { carryOut, type TallyAnswer, type TallyRequest } from './tallies.ts';

/** The thread that counts: a connection of its own sees what is committed and keeps no writer waiting. */

const port = parentPort;
if (port === null) throw new Error('tally-worker.ts runs as a worker thread only');

const sql = openSql(workerData as string, { readOnly: true, slowMs: Infinity });
sql.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY');

function answer({ id, tally }: TallyRequest): TallyAnswer {
  try {
    return { id, result: carryOut(sql, tally) };
  } catch (error) {
    return { id, error: wireError(error) };
  }
}

port.on('message', (request: TallyRequest) => {
  port.postMessage(answer(request));
});
