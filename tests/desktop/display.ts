import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Display {
  /** As DISPLAY names it, such as ":5". */
  readonly name: string;
  close(): Promise<void>;
}

/** A screen of its own in memory, on the first number that is free. */
export async function openDisplay(): Promise<Display> {
  const words = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  server.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<never>((_resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`Xvfb ended. On Debian it is in the package xvfb.\n${said}`));
    });
  });
  // Waited for below, and of no interest afterwards.
  ended.catch(() => undefined);
  const numbers = server.stdio[3] as Readable;
  const first = once(numbers, 'data');
  const [number] = (await Promise.race([first, ended])) as [Buffer];
  return {
    name: `:${number.toString().trim()}`,
    async close() {
      process.off('exit', kill);
      if (server.exitCode === null && server.signalCode === null) {
        const exited = once(server, 'exit');
        server.kill('SIGTERM');
        await exited;
      }
    },
  };
}
