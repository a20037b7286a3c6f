import { delimiter, dirname, join } from 'node:path';
import { loadedMembers, readManifest } from './manifest.ts';
import { findLibrary } from './places.ts';
import { webgpuEnvironment } from './webgpu.ts';

/** How this system's loader is told where to look first. */
function searchVariable(): 'DYLD_LIBRARY_PATH' | 'PATH' | 'LD_LIBRARY_PATH' {
  switch (process.platform) {
    case 'darwin':
      return 'DYLD_LIBRARY_PATH';
    case 'win32':
      return 'PATH';
    default:
      return 'LD_LIBRARY_PATH';
  }
}

/**
 * What to add to the environment of a process that will load TensorFlow: the library it finds is the one `verifyLibrary` reads,
 * and of the graphics card it is told what is known.
 */
export function engineEnvironment(): Record<string, string> {
  return { ...environmentFor(findLibrary(readManifest())), ...webgpuEnvironment() };
}

export function environmentFor(found: ReturnType<typeof findLibrary>): Record<string, string> {
  // Warnings and errors only: TensorFlow otherwise greets every run with lines that help nobody.
  const quiet = { TF_CPP_MIN_LOG_LEVEL: '1' };
  if (found.kind !== 'whole') {
    return quiet;
  }
  const variable = searchVariable();
  const inherited = process.env[variable];
  // Beside each other on every system, though not in the same place on all.
  const [first] = loadedMembers(found.library);
  const folders = [
    join(found.folder, dirname(first?.path ?? 'tensorflow/none')),
    ...(inherited === undefined || inherited === '' ? [] : [inherited]),
  ];
  return { ...quiet, [variable]: folders.join(delimiter) };
}
