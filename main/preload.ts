import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { bridgeName, DesktopBridge } from '../app/contract/desktop.ts';
import type { Answer, News } from './channels.ts';

/** Two verbs and no Electron: all that the page gets. Names are written out: the tables that hold them bring schemas. */
const bridge: DesktopBridge = {
  request: (call, method, params) =>
    ipcRenderer.invoke('maskwright:request', { call, method, params }) as Promise<Answer>,
  abort(call) {
    ipcRenderer.send('maskwright:abort', { call });
  },
  listen(listener) {
    ipcRenderer.on('maskwright:news', (_event, news: News) => {
      listener(news);
    });
  },
  pathOf: (file) => pathOf(file as File),
};

/** Electron before 32 wrote the path into the file itself. */
function pathOf(file: File): string {
  const known = webUtils as typeof webUtils | undefined;
  return known?.getPathForFile(file) ?? (file as File & { readonly path?: string }).path ?? '';
}

const name: typeof bridgeName = 'maskwright';
contextBridge.exposeInMainWorld(name, bridge);
