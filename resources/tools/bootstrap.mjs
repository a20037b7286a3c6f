/**
 * Where every npm script begins: prepares what its verb needs, then hands over to Maskwright on its own Node.
 * Does what install scripts would have done, for `.npmrc` lets none run. It depends on nothing and runs on Node 20; with
 * nothing to prepare it costs about 50 ms beyond Node's own start. Everything it says goes to stderr: stdout is the command's.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies } from './bootstrap/dependencies.mjs';
import { desktop, desktopAtHand, legacyDesktop } from './bootstrap/desktop.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { ownNode } from './bootstrap/own-node.mjs';
import { legacyPage, page } from './bootstrap/page.mjs';
import { prepare } from './bootstrap/prepare.mjs';
import { root } from './bootstrap/root.mjs';
import { runtime } from './bootstrap/runtime.mjs';
import { Refusal, say } from './bootstrap/say.mjs';
import { start } from './bootstrap/start.mjs';
import { testElectron } from './bootstrap/test-electron.mjs';

/** Commands that may start an engine: without the library they would only say that it is missing. */
const learning = ['serve', 'train', 'predict', 'evaluate'];

/** An Electron, and the app folder that it starts. */
const window = [testElectron, legacyPage, legacyDesktop, desktopAtHand];

const verbs = {
  start,
  maskwright: {
    needs: (words) => [
      dependencies,
      ownNode,
      ...(learns(words) ? [runtime] : []),
      ...(words[0] === 'serve' ? [page] : []),
    ],
    program: (words) => ['app/entry/cli.ts', ...words],
  },
  test: {
    needs: () => [dependencies, ownNode, runtime, page, ...window],
    program: (words) => ['resources/tools/run-tests.ts', ...words],
  },
  check: {
    needs: () => [dependencies, ownNode],
    program: (words) => ['resources/tools/check.ts', ...words],
  },
  bench: {
    needs: ([name]) => [
      dependencies,
      ownNode,
      runtime,
      page,
      ...(name === 'desktop' ? window : []),
    ],
    program: ([name, ...words]) => [measurement('tests/bench', name), ...words],
  },
  soak: {
    needs: () => [dependencies, ownNode, runtime, page, ...window],
    program: ([name, ...words]) => {
      // Where there are none, the first has no name, and is refused like any other that is unknown.
      const [first, ...others] = name === undefined ? names('tests/soak') : [name];
      const soaks = [first, ...others];
      const files = soaks.map((soak) => measurement('tests/soak', soak));
      return () => inTurn(files, words);
    },
  },
  dist: {
    needs: () => [dependencies, ownNode, runtime, page, desktop, ...window],
    program: (words) => ['resources/tools/dist.ts', ...words],
  },
};

function learns(words) {
  const [command, verb] = words;
  if (command !== 'runs') return learning.includes(command);
  return verb === 'resume' || verb === 'extend' || words.includes('--start');
}

function names(folder) {
  const entries = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return entries
    .flatMap((entry) => (entry.endsWith('.ts') ? [entry.slice(0, -'.ts'.length)] : []))
    .sort();
}

function measurement(folder, name) {
  const file = `${folder}/${name}.ts`;
  if (/^[\w-]+$/.test(name ?? '') && existsSync(join(root, file))) {
    return file;
  }
  throw new Refusal(`Which measurement? There are: ${names(folder).join(', ')}.`, 2);
}

/** Every program, whatever the ones before it ended with; the first failure's exit code. */
async function inTurn(files, words) {
  let worst = 0;
  for (const file of files) {
    const code = await handOver(ownNode.file(), [join(root, file), ...words]);
    worst ||= code;
    if (code === 130) {
      break;
    }
  }
  return worst;
}

async function run([name, ...words]) {
  const verb = Object.hasOwn(verbs, name ?? '') ? verbs[name] : null;
  if (verb === null) {
    throw new Refusal(`Usage: node bootstrap.mjs ${Object.keys(verbs).join('|')} [WORDS]`, 2);
  }
  // Before anything is prepared: a wrong word should not cost minutes.
  const program = verb.program(words);
  await prepare(verb.needs(words));
  if (typeof program === 'function') {
    return program();
  }
  const [file, ...rest] = program;
  return handOver(ownNode.file(), [join(root, file), ...rest]);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) {
    throw error;
  }
  say(error.message);
  process.exitCode = error.exitCode;
}
