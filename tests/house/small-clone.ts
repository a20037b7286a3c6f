import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A clone in an empty folder with the real bootstrap and runtime, and small programs in the place of npm, Vite and the command
 * line, which write down that they were called.
 */
export interface SmallClone {
  readonly folder: string;
  /** What npm, Vite and prepared programs wrote down, a line each. */
  calls(): readonly string[];
  write(path: string, text: string, mode?: number): void;
  /** The environment of a computer with only what a shell script needs: no Python, no uv. */
  bare(): Record<string, string>;
  start(words: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  run(words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>;
  remove(): void;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Says how it was called, and lives on when told to. */
const commandLine = `
const [word] = process.argv.slice(2);
if (word === 'wait') {
  process.on('SIGINT', () => { console.log('asked to end'); process.exit(130); });
  setInterval(() => undefined, 1_000);
  console.log('waiting');
} else if (word === 'fail') {
  process.exit(7);
} else {
  console.log(JSON.stringify({ words: process.argv.slice(2), folder: process.cwd(), node: process.execPath }));
}
`;

const vite = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
const out = process.argv[process.argv.indexOf('--outDir') + 1];
appendFileSync('calls', 'vite\\n');
console.log('Vite says something');
if (process.env.VITE_FAILS) process.exit(1);
mkdirSync(out, { recursive: true });
writeFileSync(out + '/index.html', 'the page');
`;

/** Does in half a second what npm does: the packages, then its own account of them. */
const npm = `#!/bin/sh
echo "npm $1" >> calls
echo "npm says something"
[ -n "$NPM_FAILS" ] && exit 1
sleep 0.5
rm -rf node_modules
cp -R prepared node_modules
cp package-lock.json node_modules/.package-lock.json
`;

export function makeSmallClone(): SmallClone {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-clone-'));

  function write(path: string, text: string, mode = 0o644): void {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  }

  for (const path of ['resources', 'app/runtime', 'app/contract', 'app/domain', 'app/mask']) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  for (const name of ['progress.ts', 'wording.ts']) {
    cpSync(join(root, 'app/entry', name), join(folder, 'app/entry', name));
  }
  write('package.json', '{ "type": "module" }');
  write(
    'package-lock.json',
    '{ "packages": { "": {}, "node_modules/one": { "version": "1.0.0" } } }',
  );
  write('app/entry/cli.ts', commandLine);
  write('renderer/main.ts', '');
  write('vite.config.ts', '');
  write('tsconfig.base.json', '{}');
  write('programs/npm', npm, 0o755);
  write('prepared/vite/bin/vite.js', vite);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && name !== 'vite') {
      symlinkSync(join(root, 'node_modules', name), join(folder, 'prepared', name));
    }
  }
  appendFileSync(join(folder, 'calls'), '');

  function bare(): Record<string, string> {
    for (const name of ['sh', 'cp', 'rm', 'sleep', 'cat']) {
      write(`programs/${name}`, `#!/bin/sh\nexec /bin/${name} "$@"\n`, 0o755);
    }
    return { PATH: join(folder, 'programs') };
  }

  function start(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const bootstrap = join(folder, 'resources/tools/bootstrap.mjs');
    return spawn(process.execPath, [bootstrap, ...words], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, as a terminal's programs are.
      detached: true,
      env: {
        PATH: `${join(folder, 'programs')}:/usr/bin:/bin`,
        HOME: folder,
        MASKWRIGHT_CACHE: join(folder, 'cache'),
        ...environment,
      },
    });
  }

  return {
    folder,
    write,
    bare,
    start,
    calls: () => readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean),
    run: (words, environment) => outcomeOf(start(words, environment)),
    remove() {
      if (existsSync(folder)) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (text: Buffer) => {
      said[name] += text.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...said });
    });
  });
}
