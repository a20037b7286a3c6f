import { StudioError } from '../contract/errors.ts';
import { runProgram } from './run-program.ts';

interface Tool {
  readonly name: string;
  /** Any of these will do. */
  readonly programs: readonly string[];
}

function tools(): readonly Tool[] {
  const { CXX, MAKE, PYTHON } = process.env;
  return [
    { name: 'a C++ compiler', programs: [CXX ?? 'g++'] },
    { name: 'make', programs: [MAKE ?? 'make'] },
    { name: 'Python 3', programs: [PYTHON ?? 'python3', 'python'] },
  ];
}

/** Which of the things that compiling needs are not on this computer, by name. */
export async function missingBuildTools(signal?: AbortSignal): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { name, programs } of tools()) {
    if (!(await answersOneOf(programs, signal))) {
      missing.push(name);
    }
  }
  return missing;
}

export async function requireBuildTools(signal: AbortSignal): Promise<void> {
  const missing = process.platform === 'win32' ? [] : await missingBuildTools(signal);
  if (missing.length > 0) {
    throw new StudioError(
      'unavailable',
      `The binding between Node and TensorFlow has to be compiled once, and this computer lacks ${inWords(missing)}. Install ${missing.length === 1 ? 'it' : 'them'} (${howToInstall()}), then try again.`,
    );
  }
}

export function howToInstall(): string {
  return process.platform === 'darwin'
    ? 'xcode-select --install'
    : 'on Debian: apt-get install -y --no-install-recommends g++ make python3';
}

async function answersOneOf(
  programs: readonly string[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (const program of programs) {
    const [file = program, ...words] = program.split(' ');
    const { code } = await runProgram({ file, arguments: [...words, '--version'] }, signal);
    if (code === 0) {
      return true;
    }
  }
  return false;
}

function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
