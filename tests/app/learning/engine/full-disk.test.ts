import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readNewestCheckpoint } from '../../../../app/learning/files/checkpoint-reader.ts';
import { fingerprintOf, readJob } from '../../../../app/learning/run/job.ts';
import { trainToEnd } from './engine.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

const entry = fileURLToPath(new URL('../../../../app/entry/engine-process.ts', import.meta.url));

/**
 * Trains in a file system of its own, which is filled to the last byte once a step of the second epoch was measured;
 * what it left behind is copied out.
 */
const script = `
set -e
mount -t tmpfs -o size=200m tmpfs "$DISK"
cp "$RUN/job.json" "$RUN/samples.jsonl" "$DISK"
"$NODE" "$ENTRY" train --run "$DISK" --checkpoint-ms 0 > /dev/null &
engine=$!
until grep -q '^step,2,' "$DISK/metrics.csv" 2> /dev/null; do kill -0 $engine; sleep 0.02; done
cat /dev/zero > "$DISK/filler" 2> /dev/null || true
wait $engine
rm "$DISK/filler"
cp -r "$DISK/." "$RUN"
`;

test('a run whose disk is full pauses and says so; with room again it goes on bit for bit', async () => {
  const base = mkdtempSync(join(tmpdir(), 'maskwright-full-'));
  const [whole, run, disk] = [join(base, 'whole'), join(base, 'run'), join(base, 'disk')];
  try {
    await makeRun(whole, { epochs: 4 });
    await makeRun(run, { epochs: 4 });
    await makeRun(disk, { epochs: 4 });
    await trainToEnd(whole);
    execFileSync('unshare', ['-Urm', 'sh', '-c', script], {
      env: { ...process.env, DISK: disk, RUN: run, NODE: process.execPath, ENTRY: entry },
      stdio: ['ignore', 'inherit', 'ignore'],
    });
    expect(stateOf(run)).toMatchObject({
      status: 'paused',
      message: expect.stringContaining('The disk is full') as string,
      error: expect.stringContaining('make some room') as string,
    });
    const checkpoints = join(run, 'checkpoints');
    const found = readNewestCheckpoint(checkpoints, fingerprintOf(readJob(run)), (reason) => {
      throw new Error(reason);
    });
    expect(found?.progress.step).toBeGreaterThanOrEqual(6);
    expect(readdirSync(checkpoints).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    await trainToEnd(run, '--resume');
    expect(stateOf(run).status).toBe('finished');
    expect(readFileSync(join(run, 'log.txt'), 'utf8')).toMatch(/Resumed at step \d+/);
    expect(measuredIn(run)).toEqual(measuredIn(whole));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}, 240_000);
