import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf, numbersOf } from '../../../../app/learning/data/random.ts';
import { startEngine, steppedTo } from './engine.ts';
import { killedAt, toEnd, weightsIn } from './killed-runs.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

/** `npm run soak -- survive` asks for more kills than there is time for here. */
const kills = Number(process.env['MASKWRIGHT_KILLED_RUNS'] ?? '1');
const stepwise = fileURLToPath(new URL('stepwise-engine.process.ts', import.meta.url));

/** So many that there are different steps enough to be killed at. */
const epochs = Math.max(3, Math.ceil((kills + 8) / 6));
const perEpoch = 6;
const ways = [
  ['its graph', undefined],
  ['each operation for itself', stepwise],
] as const;

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-resume-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe.each(ways)('a run by %s, killed, goes on bit for bit', (name, program) => {
  const isItsTurn = program === undefined || kills > 1;
  // Who is killed three times in a row need not be killed once as well.
  const steps = randomSteps(name, isItsTurn ? kills - 1 : kills);
  let whole: string;

  beforeAll(async () => {
    whole = join(base, `${name}-whole`);
    await makeRun(whole, { epochs, size: 64 });
    await toEnd(whole, program);
    expect(stateOf(whole)).toMatchObject({ status: 'finished', step: epochs * perEpoch });
  }, 240_000);

  test.each(steps)('at step %i', { timeout: 240_000 }, async (step) => {
    const folder = join(base, `${name}-${String(step)}`);
    await makeRun(folder, { epochs, size: 64 });
    await killedAt(folder, step, { program });
    await toEnd(folder, program, '--resume');
    expectSame(folder, whole);
    // At most the step that was told of and not yet kept is taken twice; before the first one is kept, all begins anew.
    expect(resumedAt(folder)[0] ?? 0).toBeGreaterThanOrEqual(step - 1);
    rmSync(folder, { recursive: true, force: true });
  });

  // The other way takes its turn in the soak.
  if (isItsTurn) {
    test('three times in a row, and told to leave once more', { timeout: 180_000 }, async () => {
      const folder = join(base, `${name}-thrice`);
      await makeRun(folder, { epochs, size: 64 });
      await killedAt(folder, 3, { program });
      await killedAt(folder, 8, { program, resume: true });
      await killedAt(folder, 13, { program, resume: true });
      await toEnd(folder, program, '--resume');
      expectSame(folder, whole);
      const places = resumedAt(folder);
      expect(places).toHaveLength(3);
      expect(places.some((step) => step % perEpoch !== 0)).toBe(true);
    });
  }
});

test('a run told to leave in an epoch, and killed after that, goes on bit for bit', async () => {
  const whole = join(base, `${ways[0][0]}-whole`);
  const folder = join(base, 'leaving');
  await makeRun(folder, { epochs, size: 64 });
  const leaving = startEngine(['train', '--run', folder]);
  await leaving.heard(steppedTo(2));
  leaving.kill('SIGTERM');
  expect(await leaving.ended).toEqual({ code: 0, signal: null });
  expect(stateOf(folder).status).toBe('interrupted');
  await killedAt(folder, 8, { resume: true });
  await toEnd(folder, undefined, '--resume');
  expectSame(folder, whole);
}, 240_000);

/** Losses, rates and scores of every step and epoch, what is best, and the weights of both files. */
function expectSame(folder: string, whole: string): void {
  expect(stateOf(folder)).toMatchObject({ status: 'finished', epoch: epochs });
  expect(stateOf(folder).warning).toBeUndefined();
  expect(measuredIn(folder)).toEqual(measuredIn(whole));
  expect(stateOf(folder).best).toEqual(stateOf(whole).best);
  for (const which of ['best', 'last']) {
    expect(weightsIn(folder, which)).toEqual(weightsIn(whole, which));
  }
}

function resumedAt(folder: string): readonly number[] {
  const log = readFileSync(join(folder, 'log.txt'), 'utf8');
  return [...log.matchAll(/Resumed at step (\d+)/g)].map(([, step]) => Number(step));
}

/** Different ones; at least half of them inside an epoch. */
function randomSteps(name: string, count: number): readonly number[] {
  const next = numbersOf(keyOf('kills', name));
  const steps = new Set<number>();
  while (steps.size < count) {
    const step = 1 + Math.floor(next() * (epochs * perEpoch - 3));
    const onBoundary = [...steps].filter((other) => other % perEpoch === 0).length;
    if (step % perEpoch !== 0 || onBoundary < Math.floor(count / 2)) steps.add(step);
  }
  return [...steps];
}
