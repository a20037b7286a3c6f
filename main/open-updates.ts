import { app, dialog, Notification } from 'electron';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { UpdateState } from '../app/contract/desktop.ts';
import { say } from './log.ts';
import { startUpdates, type Updates } from './updates/index.ts';
import { packageKind } from './updates/package-kind.ts';

const built = v.object({ updates: v.object({ url: v.string(), key: v.string() }) });

export interface OpenUpdatesOptions {
  readonly stateFolder: string;
  readonly tell: (state: UpdateState) => void;
  readonly busy: () => boolean;
}

/** Updates as this app was built: from the address and with the key in its own package.json, or none at all. */
export function openUpdates({ stateFolder, tell, busy }: OpenUpdatesOptions): Updates {
  return startUpdates({
    feed: readFeed(),
    version: app.getVersion(),
    kind: packageKind({
      platform: process.platform,
      environment: process.env,
      resources: process.resourcesPath,
      beside: readdirSync(dirname(process.execPath)),
    }),
    stateFolder,
    resources: process.resourcesPath,
    async ask({ message, detail, buttons }) {
      const question = { type: 'question' as const, message, detail, buttons: [...buttons] };
      return (await dialog.showMessageBox({ ...question, noLink: true })).response;
    },
    notify(note) {
      if (Notification.isSupported()) {
        new Notification(note).show();
      }
    },
    tell,
    busy,
    quit: () => {
      app.quit();
    },
    onQuit(listener) {
      app.once('quit', (_event, code) => {
        listener(code);
      });
    },
    log: say,
  });
}

function readFeed(): { readonly url: string; readonly key: string } | null {
  const text = readFileSync(join(app.getAppPath(), 'package.json'), 'utf8');
  const parsed = v.safeParse(built, JSON.parse(text));
  return parsed.success ? parsed.output.updates : null;
}
