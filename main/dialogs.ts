import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { DesktopParams, DesktopResult } from '../app/contract/desktop.ts';
import { createOneAtATime } from './one-at-a-time.ts';

/** The system's own dialogs. Each answers null when the person thought better of it. */
export interface Dialogs {
  chooseFolder(params: DesktopParams<'desktop.chooseFolder'>): Promise<Chosen>;
  chooseFile(params: DesktopParams<'desktop.chooseFile'>): Promise<Chosen>;
  chooseSave(params: DesktopParams<'desktop.chooseSave'>): Promise<Chosen>;
}
type Chosen = DesktopResult<'desktop.chooseFile'>;

export function createDialogs(window: () => BrowserWindow | null): Dialogs {
  const alone = createOneAtATime();

  async function open(options: OpenDialogOptions): Promise<Chosen> {
    const parent = window();
    const { canceled, filePaths } = await alone(() =>
      parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options),
    );
    return { path: canceled ? null : (filePaths[0] ?? null) };
  }

  return {
    chooseFolder: ({ title, start, create }) =>
      open({
        title,
        ...(start === null ? {} : { defaultPath: start }),
        properties: ['openDirectory', ...(create ? (['createDirectory'] as const) : [])],
      }),
    chooseFile: ({ title, start, endings }) =>
      open({
        title,
        ...(start === null ? {} : { defaultPath: start }),
        filters:
          endings.length === 0
            ? []
            : [{ name: title, extensions: endings.map((ending) => ending.replace(/^\./, '')) }],
        properties: ['openFile'],
      }),
    async chooseSave({ title, name }) {
      const options = { title, defaultPath: name };
      const parent = window();
      const { canceled, filePath } = await alone(() =>
        parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options),
      );
      return {
        path: canceled || filePath === '' ? null : filePath,
      };
    },
  };
}
