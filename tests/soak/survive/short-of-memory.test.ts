import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunSummary } from '../../../app/contract/methods.ts';
import { isRunning } from '../../../app/domain/run.ts';
import { engineCommand } from '../../../app/entry/processes.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { keptFolder, openProject, type TestStudio } from '../../app/studio/test-studio.ts';

/**
 * A real shortage: the engine's address space is limited by the system (`ulimit -v`), to what a tiny run takes and a little
 * more. TensorFlow then gives up in whatever way it does, and following the studio's offers the run must reach its end.
 */
const spareKb = 1_400_000;
const choice = { size: 512, batch: 16, epochs: 1 } as const;

let limitKb: number | null = null;
let engines: Engines;
let base: { folder: string; remove(): void };
let studio: TestStudio & { folder: string };

beforeAll(async () => {
  engines = createEngines({
    command: (task) => {
      const { file, arguments: words, ...rest } = engineCommand(task);
      if (limitKb === null) return { file, arguments: words, ...rest };
      const script = `ulimit -v ${String(limitKb)}; exec "$0" "$@"`;
      return { file: '/bin/sh', arguments: ['-c', script, file, ...words], ...rest };
    },
    log: () => undefined,
  });
  base = keptFolder();
  studio = await openProject(base.folder, { pictures: 20, engines });
}, 120_000);
afterAll(async () => {
  await studio.close();
  await engines.leave(2_000);
  base.remove();
});

async function until(run: string, condition: (run: RunSummary) => boolean): Promise<RunSummary> {
  let found = await studio.call('run.get', { run });
  await expect
    .poll(
      async () => {
        found = await studio.call('run.get', { run });
        return condition(found);
      },
      { timeout: 600_000 },
    )
    .toBe(true);
  return found;
}

/** The most address space that the run's engine ever had. */
function peakKb(run: string): number {
  const folder = join(studio.folder, 'runs', run);
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => {
      try {
        return readFileSync(join('/proc', pid, file), 'utf8');
      } catch {
        return ''; // ended since
      }
    };
    const words = read('cmdline').split('\0');
    if (words.includes('train') && words.includes(folder)) {
      return Number(/^VmPeak:\s+(\d+)/m.exec(read('status'))?.[1]);
    }
  }
  throw new Error(`Nobody trains ${run}.`);
}

it('is told of with half as many pictures at once, until as many as fit', async () => {
  const tiny = { size: 64, batch: 2, epochs: 500, run: 'tiny' } as const;
  await studio.call('training.start', { choice: tiny });
  await until('tiny', ({ state }) => state.epoch >= 1);
  limitKb = peakKb('tiny') + spareKb;
  await studio.call('training.stop', { run: 'tiny' });
  await until('tiny', ({ state }) => !isRunning(state.status));

  await studio.call('training.start', { choice: { ...choice, run: 'large' } });
  const ways: string[] = [];
  let batch: number = choice.batch;
  for (;;) {
    const { state } = await until('large', (now) => !isRunning(now.state.status));
    ways.push(`${String(batch)} at once: ${state.error ?? state.message}`);
    if (state.status === 'finished') break;
    expect(state.fittingBatch, state.error ?? state.message).toBeLessThan(batch);
    batch = state.fittingBatch ?? 0;
    await studio.call('training.resume', { run: 'large', batch });
  }
  process.stdout.write(`${ways.join('\n')}\n`);
  expect(batch).toBeLessThan(choice.batch);
}, 1_800_000);
