import { StudioError, wireError, type WireError } from '../contract/errors.ts';
import type { Command, Ended } from './command.ts';
import { commands } from './commands/index.ts';
import { useCompileCache } from './compile-cache.ts';
import { helpOf, helpOfAll } from './help.ts';
import { refuseOldNode } from './node-floor.ts';
import { UsageError } from './options.ts';
import { createProgress } from './progress.ts';

const exitCodes = { done: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;

/** The command whose name the arguments begin with, and the rest of them. */
function findCommand(
  argv: readonly string[],
): { command: Command; rest: readonly string[] } | null {
  for (const command of commands) {
    const words = command.name.split(' ');
    if (words.every((word, index) => argv[index] === word)) {
      return { command, rest: argv.slice(words.length) };
    }
  }
  return null;
}

function describeUnknown(argv: readonly string[]): string {
  const words = argv.slice(0, 2).filter((word) => !word.startsWith('-'));
  const [first] = words;
  if (first === undefined) {
    return 'A command is needed.';
  }
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  return family.length > 0
    ? `“${first}” needs a second word: ${family.map(({ name }) => name).join(', ')}.`
    : `There is no command “${words.join(' ')}”.`;
}

/** A terminal signals npm and this process alike, and npm hands its signal on: they are one and the same Ctrl+C. */
const sameKeyMs = 1_000;

/** Ctrl+C, a kill or a terminal that closes asks the command to end well; a second time ends it at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  let askedAt = 0;
  function end(): void {
    if (!controller.signal.aborted) {
      askedAt = performance.now();
      controller.abort(new StudioError('cancelled', 'Interrupted.'));
    } else if (performance.now() - askedAt > sameKeyMs) {
      process.exit(exitCodes.interrupted);
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  return controller.signal;
}

function printResult(ended: Exclude<Ended, number>, json: boolean): void {
  const lines = json ? [JSON.stringify(ended.json)] : ended.lines;
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function printError(error: WireError, json: boolean): void {
  process.stderr.write(`${error.message}\n`);
  if (json) {
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
}

async function execute(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const words = argv.filter((word) => word !== '--json');
  const found = findCommand(words);
  if (found === null && (words.length === 0 || words.includes('--help'))) {
    const asked = words.includes('--help');
    (asked ? process.stdout : process.stderr).write(helpOfAll(commands));
    return asked ? exitCodes.done : exitCodes.wrongUsage;
  }
  if (found?.rest.includes('--help') === true) {
    process.stdout.write(helpOf(found.command));
    return exitCodes.done;
  }
  const progress = createProgress(process.stderr);
  const signal = interruptible();
  try {
    if (found === null) {
      throw new UsageError(describeUnknown(words));
    }
    const ended = await found.command.prepare(found.rest)({ progress, signal });
    progress.clear();
    if (typeof ended === 'number') {
      return ended;
    }
    printResult(ended, json);
    return ended.interrupted === true ? exitCodes.interrupted : exitCodes.done;
  } catch (error) {
    progress.clear();
    if (error instanceof UsageError) {
      const name = found === null ? '' : `${found.command.name} `;
      const message = `${error.message} See “${name}--help”.`;
      printError({ code: 'bad-request', message, details: {} }, json);
      return exitCodes.wrongUsage;
    }
    if (!(error instanceof StudioError)) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    }
    printError(wireError(error), json);
    return signal.aborted ? exitCodes.interrupted : exitCodes.failed;
  }
}

// Whoever listened may have gone: what cannot be said is no reason to leave the work undone.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => undefined);
}
refuseOldNode();
useCompileCache();
const code = await execute(process.argv.slice(2));
// What a pipe has not taken yet would be lost by ending at once.
process.stdout.write('', () => process.exit(code));
