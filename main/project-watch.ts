import { app } from 'electron';
import { join } from 'node:path';
import type { ProjectSummary, Result } from '../app/contract/methods.ts';
import { projectFileName } from '../app/contract/project-file.ts';
import type { StateFile } from './state-file.ts';

export interface ProjectWatch {
  /** The folder of the open project: a studio that has to be started again opens it at once. */
  folder(): string | null;
  /** Nothing is opened at the next start of the studio: it failed with this one. */
  forget(): void;
  /** Every answer that the page gets; some say which project is open. */
  answered(method: string, result: unknown): void;
}

/** Knows which project is open, for the next start and for the system's list of recent documents. */
export function watchProject(first: string | null, state: StateFile): ProjectWatch {
  let folder = first;

  function know(open: string | null): void {
    if (open === folder && state.read().project === open) {
      return;
    }
    folder = open;
    state.change({ project: open });
    if (open !== null) {
      app.addRecentDocument(join(open, projectFileName));
    }
  }

  return {
    folder: () => folder,
    forget() {
      folder = null;
    },
    answered(method, result) {
      switch (method) {
        case 'project.open':
        case 'project.recover':
          know((result as ProjectSummary).folder);
          break;
        case 'project.close':
          know(null);
          break;
        case 'studio.status':
          know((result as Result<'studio.status'>).project?.folder ?? null);
          break;
        default:
          break;
      }
    },
  };
}
