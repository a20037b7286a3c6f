import { Worker } from 'node:worker_threads';
import { isBackupDue } from './backup.ts';
import type { Sql } from './sql.ts';

/** Looked at this often while a project is open: the first day of a project should not end without a backup. */
const lookEveryMs = 20 * 60_000;

/** Makes the day's backup in a thread of its own, so that nobody waits for it. Stopping leaves no half of one. */
export function keepBackups({
  sql,
  folder,
  log,
}: {
  sql: Sql;
  folder: string;
  log: (line: string) => void;
}): { stop(): Promise<void> } {
  let worker: Worker | null = null;

  function look(): void {
    if (worker !== null || !isBackupDue(sql, folder)) return;
    const thread = new Worker(new URL('./backup-worker.ts', import.meta.url), {
      workerData: folder,
    });
    worker = thread;
    thread.unref();
    thread.on('error', (error) => {
      log(
        `the daily backup of ${folder} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    thread.on('exit', () => {
      worker = null;
    });
  }

  look();
  const timer = setInterval(look, lookEveryMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await worker?.terminate();
    },
  };
}
