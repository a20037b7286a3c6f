import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readNewestCheckpoint } from '../../../../app/learning/files/checkpoint-reader.ts';

const writer = fileURLToPath(new URL('checkpoint-writer.process.ts', import.meta.url));

/** `npm run soak -- survive` asks for 300. */
const kills = Number(process.env['MASKWRIGHT_KILLED_WRITES'] ?? '20');

test(`killed ${String(kills)} times while it writes, the newest whole checkpoint always loads`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-kill-'));
  let from = 1;
  try {
    for (let round = 0; round < kills; round++) {
      const child = fork(writer, [folder, String(from)]);
      let told = from - 1;
      const first = new Promise<void>((resolve) => {
        child.on('message', (step) => {
          told = Number(step);
          resolve();
        });
      });
      await first;
      // Anywhere within the next few checkpoints.
      await sleep((round * 7) % 40);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.on('exit', resolve));
      const found = readNewestCheckpoint(folder, 'same', () => undefined);
      const step = found?.progress.step ?? 0;
      expect(step).toBeGreaterThanOrEqual(told);
      expect(found?.weights.get('kernel')?.every((value) => value === step)).toBe(true);
      from = step + 1;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);
