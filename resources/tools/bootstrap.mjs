/**
 * Where every npm script begins: prepares what its verb needs, then hands over to Maskwright on its own Node.
 * Does what install scripts would have done, for `.npmrc` lets none run. It depends on nothing and runs on Node 20; with
 * nothing to prepare it costs about 50 ms beyond Node's own start. Everything it says goes to stderr: stdout is the command's.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies } from './bootstrap/dependencies.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { ownNode } from './bootstrap/own-node.mjs';
import { page } from './bootstrap/page.mjs';
import { prepare } from './bootstrap/prepare.mjs';
import { root } from './bootstrap/root.mjs';
import { runtime } from './bootstrap/runtime.mjs';
import { Refusal, say } from './bootstrap/say.mjs';

/** Commands that may start an engine: without the library they would only say that it is missing. */
const learning = ['serve', 'train', 'predict', 'evaluate'];

const verbs = {
  start: {
    needs: () => [dependencies, ownNode, runtime, page],
    program: (words) => ['app/entry/cli.ts', 'serve', ...words],
    remark: 'This version has no window of its own yet, so the studio is used in the browser.',
  },
  maskwright: {
    needs: ([command]) => [
      dependencies,
      ownNode,
      ...(learning.includes(command) ? [runtime] : []),
      ...(command === 'serve' ? [page] : []),
    ],
    program: (words) => ['app/entry/cli.ts', ...words],
  },
  test: {
    needs: () => [dependencies, ownNode, runtime, page],
    program: (words) => ['resources/tools/run-tests.ts', ...words],
  },
  check: {
    needs: () => [dependencies, ownNode],
    program: (words) => ['resources/tools/check.ts', ...words],
  },
  bench: {
    needs: () => [dependencies, ownNode, runtime, page],
    program: ([name, ...words]) => [benchNamed(name), ...words],
  },
};

function benchNamed(name) {
  const file = `tests/bench/${name}.ts`;
  if (/^[\w-]+$/.test(name ?? '') && existsSync(join(root, file))) {
    return file;
  }
  const names = readdirSync(join(root, 'tests/bench')).flatMap((entry) =>
    entry.endsWith('.ts') ? [entry.slice(0, -'.ts'.length)] : [],
  );
  throw new Refusal(`Which measurement? There are: ${names.sort().join(', ')}.`, 2);
}

async function run([name, ...words]) {
  const verb = Object.hasOwn(verbs, name ?? '') ? verbs[name] : null;
  if (verb === null) {
    throw new Refusal(`Usage: node bootstrap.mjs ${Object.keys(verbs).join('|')} [WORDS]`, 2);
  }
  // Before anything is prepared: a wrong word should not cost minutes.
  const [program, ...rest] = verb.program(words);
  await prepare(verb.needs(words));
  if (verb.remark !== undefined) {
    say(verb.remark);
  }
  return handOver(ownNode.file(), [join(root, program), ...rest]);
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
