import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ended {
  /** Null when it could not be started or was killed. */
  readonly code: number | null;
  /** The last lines it wrote to stdout and stderr, in order. */
  readonly lines: readonly string[];
  /** True when there is no such program. */
  readonly absent: boolean;
}

const keptLines = 200;

/** Runs a program to its end, or to the signal's: then its whole process group is killed and the signal's reason is thrown. */
export async function runProgram(program: Program, signal?: AbortSignal): Promise<Ended> {
  signal?.throwIfAborted();
  const lines: string[] = [];
  const ended = await new Promise<Ended>((resolve) => {
    const child = spawn(program.file, program.arguments, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...program.environment },
      windowsHide: true,
      // A group of its own, so that what it started goes with it.
      detached: process.platform !== 'win32',
      ...(program.folder === undefined ? {} : { cwd: program.folder }),
    });
    function kill(): void {
      killGroup(child);
    }
    function finish(code: number | null, absent: boolean): void {
      signal?.removeEventListener('abort', kill);
      process.off('exit', kill);
      resolve({ code, lines, absent });
    }
    signal?.addEventListener('abort', kill, { once: true });
    process.once('exit', kill);
    collect(child.stdout, lines);
    collect(child.stderr, lines);
    child.once('error', (error: NodeJS.ErrnoException) => {
      finish(null, error.code === 'ENOENT');
    });
    child.once('close', (code) => {
      finish(code, false);
    });
  });
  signal?.throwIfAborted();
  return ended;
}

function collect(stream: Readable, lines: string[]): void {
  createInterface({ input: stream }).on('line', (line) => {
    lines.push(line);
    if (lines.length > keptLines) {
      lines.shift();
    }
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in this moment.
  }
}
