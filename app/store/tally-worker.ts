import { workerData } from 'node:worker_threads';
import { answerThread } from './answer-thread.ts';
import { openSql } from './sql.ts';
import { carryOut, type Tally, type TallyResult } from './tallies.ts';

/** The thread that counts: a connection of its own sees what is committed and keeps no writer waiting. */

const sql = openSql(workerData as string, { readOnly: true, slowMs: Infinity });
sql.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY');
answerThread<Tally, TallyResult>((tally) => carryOut(sql, tally));
