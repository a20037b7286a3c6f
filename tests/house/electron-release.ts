import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, zipOf } from '../app/runtime/wheel-maker.ts';
import type { SmallClone } from './small-clone.ts';

const electron = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

const manifest = readFileSync(join(electron, 'package.json'), 'utf8');
const { version } = JSON.parse(manifest) as { version: string };

/** A place to fetch Electron from, on a port of this computer. At first it has nothing to give. */
export interface Release {
  /** For the environment: the installer asks here, and takes the hashes from here. */
  readonly environment: Record<string, string>;
  /** What the installer has asked for. */
  readonly asked: readonly string[];
  /** From now on gives an Electron that is this shell script. */
  give(script: string): void;
  close(): Promise<void>;
}

export async function openRelease(): Promise<Release> {
  const asked: string[] = [];
  let zip: Buffer | null = null;
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '');
    asked.push(name);
    if (zip === null) {
      response.writeHead(404).end();
    } else if (name === 'SHASUMS256.txt') {
      response.end(`${sha256(zip)} *${asked[0] ?? ''}\n`);
    } else {
      response.end(zip);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
      electron_use_remote_checksums: '1',
    },
    asked,
    give(script) {
      asked.length = 0;
      zip = zipOf([
        { path: 'electron', content: Buffer.from(`#!/bin/sh\n${script}`), isExecutable: true },
        { path: 'version', content: Buffer.from(version) },
      ]);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Gives the clone a package `electron` of its own, as npm leaves it: without the binary. And a main to be bundled. */
export function bringInstaller(clone: SmallClone): void {
  const target = join(clone.folder, 'prepared', 'electron');
  rmSync(target);
  cpSync(electron, target, {
    recursive: true,
    filter: (path) => !['dist', 'path.txt'].includes(basename(path)),
  });
  clone.write('main/index.ts', "import { app } from 'electron';\napp.quit();\n");
  clone.write(
    'main/preload.ts',
    "import { ipcRenderer } from 'electron';\nipcRenderer.send('');\n",
  );
}
