import { statSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { projectFileName } from '../app/contract/project-file.ts';

/** The project that a start is asked to open: the last argument that is a project's file or a folder holding one. */
export function projectFromArguments(
  words: readonly string[],
  workingFolder: string,
): string | null {
  const candidates = words.filter((word) => word !== '' && !word.startsWith('-'));
  for (const word of candidates.reverse()) {
    const folder = projectFolderOf(isAbsolute(word) ? word : resolve(workingFolder, word));
    if (folder !== null) {
      return folder;
    }
  }
  return null;
}

/** The folder of a project, given it or its file; null for anything else. */
export function projectFolderOf(path: string): string | null {
  const folder = basename(path) === projectFileName ? dirname(path) : path;
  try {
    return statSync(resolve(folder, projectFileName)).isFile() ? folder : null;
  } catch {
    return null;
  }
}

/** Projects that the page is asked to open, from when it listens on; until then the last one waits. */
export interface OpenRequests {
  ask(folder: string): void;
  /** The page listens from now on; answers what waited for it. */
  begin(): string | null;
  /** The page is gone, or another takes its place. */
  gone(): void;
  isListening(): boolean;
}

export function createOpenRequests(tell: (folder: string) => void): OpenRequests {
  let listening = false;
  let waiting: string | null = null;
  return {
    ask(folder) {
      if (listening) {
        tell(folder);
      } else {
        waiting = folder;
      }
    },
    begin() {
      const asked = waiting;
      waiting = null;
      listening = true;
      return asked;
    },
    gone() {
      listening = false;
    },
    isListening: () => listening,
  };
}
