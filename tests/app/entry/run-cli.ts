import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const cli = resolve(import.meta.dirname, '../../../app/entry/cli.ts');
const config = mkdtempSync(join(tmpdir(), 'maskwright-config-'));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way, as a shell starts it. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  stdout(): string;
  stderr(): string;
}

export function startCli(
  words: readonly string[],
  { cwd = tmpdir(), temporary = tmpdir() } = {},
): RunningCli {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    env: { ...process.env, MASKWRIGHT_CONFIG: config, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => (said[name] += text));
  }
  return {
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended: new Promise((settle) => {
      child.on('close', (code) => {
        settle({ code, ...said });
      });
    }),
  };
}

export function runCli(words: readonly string[], options: { cwd?: string } = {}): Promise<Ended> {
  return startCli(words, options).ended;
}

/** The object that `--json` promises as the last line of stdout. */
export function lastLine({ stdout }: Ended): unknown {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
