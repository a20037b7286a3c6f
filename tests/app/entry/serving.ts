import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createClient, type Client } from '../../../app/contract/client.ts';
import { connectHttp, type HttpTransport } from '../../contract/http-transport.ts';
import { startCli, type RunningCli } from './run-cli.ts';

/** A real `serve`, and a script that follows its link. */
export interface Serving {
  readonly running: RunningCli;
  readonly link: string;
  readonly transport: HttpTransport;
  readonly client: Client;
  /** The process id of the studio of the moment. */
  studio(): number;
  end(): Promise<void>;
}

/** The link that `serve` prints first. Rejects with what it said when it ends without one. */
export async function linkOf(running: RunningCli, place = 0): Promise<string> {
  for (;;) {
    const line = running.stdout().split('\n').slice(0, -1)[place];
    if (line !== undefined) return (JSON.parse(line) as { url: string }).url;
    if (running.child.exitCode !== null) throw new Error(running.stderr());
    await Promise.race([once(running.child.stdout ?? running.child, 'data'), running.ended]);
  }
}

export async function startServing(words: readonly string[] = []): Promise<Serving> {
  const running = startCli(['serve', '--no-open', ...words]);
  const link = await linkOf(running);
  const transport = await connectHttp(link);
  return {
    running,
    link,
    transport,
    client: createClient(transport),
    studio: () => Math.max(...childrenOf(running.child.pid ?? 0)),
    async end() {
      transport.close();
      running.child.kill('SIGTERM');
      await running.ended;
    },
  };
}

export function childrenOf(pid: number): readonly number[] {
  try {
    const list = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
    return list.trim().split(/\s+/).map(Number);
  } catch {
    return [];
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Calls again while the studio is being started again, as an open page does. */
export async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'unavailable')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
