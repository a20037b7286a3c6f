import { spawn } from 'node:child_process';
import { isLoadingTalk } from './loading-talk.ts';

/** What to run. The environment is added to this process's own. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a process ended; `error` when it never began. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error?: string;
}

export interface Child {
  /** Undefined when it never began. */
  readonly pid: number | undefined;
  /** A message to a process that is gone is lost: its end is told anyway. */
  send(message: object): void;
  /** Closes the channel: our processes take that as the wish that they end. */
  disconnect(): void;
  kill(): void;
  /** Resolves after the last message has been heard. */
  readonly gone: Promise<Ending>;
}

/** Messages can still be in the pipe when the process is gone; a grandchild could hold that pipe open for ever. */
const lastWordsMs = 1_000;

/**
 * Starts a process with a channel for messages. Its output comes line by line, without what TensorFlow tells of its loading.
 * It has its own process group: Ctrl+C in a terminal reaches the owner alone, which then asks its children to end.
 */
export function startChild(
  command: Command,
  hear: (message: unknown) => void,
  print: (line: string) => void,
): Child {
  const child = spawn(command.file, [...command.arguments], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    env: { ...process.env, ...command.environment },
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      printLines(stream, print);
    }
  }
  child.on('message', hear);

  const gone = new Promise<Ending>((resolve) => {
    // A process that never began has an error and no exit.
    child.on('error', (error) => {
      if (child.pid === undefined) {
        resolve({ code: null, signal: null, error: error.message });
      }
    });
    child.on('exit', (code, signal) => {
      const ending = { code, signal };
      if (!child.connected) {
        resolve(ending);
        return;
      }
      const timer = setTimeout(resolve, lastWordsMs, ending);
      child.on('disconnect', () => {
        clearTimeout(timer);
        resolve(ending);
      });
    });
  });

  return {
    pid: child.pid,
    send(message) {
      if (child.connected) {
        child.send(message, () => undefined);
      }
    },
    disconnect() {
      if (child.connected) {
        child.disconnect();
      }
    },
    kill() {
      child.kill('SIGKILL');
    },
    gone,
  };
}

/** Waits for the end, and kills when it takes longer than `graceMs`. */
export function awaitEnd(child: Child, graceMs: number): Promise<Ending> {
  const timer = setTimeout(() => {
    child.kill();
  }, graceMs);
  return child.gone.then((ending) => {
    clearTimeout(timer);
    return ending;
  });
}

/** In words, for a log or a sentence. */
export function describeEnding({ code, signal, error }: Ending): string {
  if (error !== undefined) {
    return `it could not be started: ${error}`;
  }
  return signal === null ? `exit code ${String(code)}` : `ended by ${signal}`;
}

function printLines(stream: NodeJS.ReadableStream, print: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.filter((line) => !isLoadingTalk(line)).forEach(print);
  });
  stream.on('end', () => {
    if (rest !== '' && !isLoadingTalk(rest)) {
      print(rest);
    }
  });
}
