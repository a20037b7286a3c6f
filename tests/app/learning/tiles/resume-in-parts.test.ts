import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killedAt, toEnd, weightsIn } from '../engine/killed-runs.ts';
import { makeRun, measuredIn, stateOf } from '../engine/tiny-run.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-in-parts-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

test(
  'a run that looks at pictures in parts, killed, goes on bit for bit',
  { timeout: 120_000 },
  async () => {
    const [whole, broken] = [join(base, 'whole'), join(base, 'broken')];
    for (const folder of [whole, broken]) {
      await makeRun(folder, { epochs: 2, size: 16, tiles: 2, copyPaste: true, depth: 2 });
    }
    await Promise.all([toEnd(whole), killedAt(broken, 8, {})]);
    await toEnd(broken, undefined, '--resume');
    expect(stateOf(broken)).toMatchObject({ status: 'finished', epoch: 2 });
    expect(stateOf(broken).warning).toBeUndefined();
    expect(measuredIn(broken)).toEqual(measuredIn(whole));
    for (const which of ['best', 'last']) {
      expect(weightsIn(broken, which)).toEqual(weightsIn(whole, which));
    }
  },
);
