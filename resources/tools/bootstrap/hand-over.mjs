import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Refusal } from './say.mjs';

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in this one's place: its stdio, the caller's folder, its signals. Resolves to the exit code.
 * `stdio` is inherited unless given.
 */
export function handOver(
  file,
  words,
  { stdio = 'inherit', cwd = callersFolder(), shell = false, env = process.env } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, { stdio, cwd, shell, env });
    const listeners = passedOn.map((signal) => [
      signal,
      () => {
        // Ctrl+C in a terminal reaches the child by itself; a second one would end it at once.
        if (signal !== 'SIGINT' || !atTerminal()) {
          child.kill(signal);
        }
      },
    ]);
    for (const [signal, listener] of listeners) {
      process.on(signal, listener);
    }
    function settle(act) {
      for (const [signal, listener] of listeners) {
        process.off(signal, listener);
      }
      act();
    }
    child.once('error', (error) => {
      settle(() => reject(new Refusal(`${file} cannot be started: ${error.message}`)));
    });
    child.once('exit', (code, signal) => {
      settle(() => resolve(code ?? 128 + constants.signals[signal]));
    });
  });
}

/** npm runs scripts in the package's folder and says in INIT_CWD where the person stood: paths are meant from there. */
export function callersFolder() {
  return process.env.INIT_CWD ?? process.cwd();
}

function atTerminal() {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY === true);
}
