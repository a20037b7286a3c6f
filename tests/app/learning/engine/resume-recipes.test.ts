import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainingChoice } from '../../../../app/contract/training.ts';
import { killedAt, toEnd, weightsIn } from './killed-runs.ts';
import { makeRun, measuredIn, stateOf, sureIn } from './tiny-run.ts';

/** Recipes that keep more than Adam does, or draw more. */
const recipes: readonly (readonly [string, TrainingChoice])[] = [
  [
    'SGD, clipped and averaged, inner levels taught',
    { optimiser: 'sgd', rate: 0.02, clipNorm: 0.5, ema: 0.9, deepSupervision: true },
  ],
  [
    'AdamW, pictures varied in every way',
    {
      ...{ optimiser: 'adamw', weightDecay: 0.1 },
      ...{ rotate: 20, crop: 0.6, blur: true, cutout: true, copyPaste: true, oversample: true },
    },
  ],
  ['a teacher of pictures without labels', { unlabelled: true, confidence: 0.4 }],
];

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-recipes-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

test.each(recipes)(
  'a run by %s, killed, goes on bit for bit',
  async (name, recipe) => {
    const [whole, broken] = [join(base, name, 'whole'), join(base, name, 'broken')];
    // Six steps an epoch, whatever else is looked at.
    const count = recipe.unlabelled === true ? 24 : 16;
    for (const folder of [whole, broken]) await makeRun(folder, { epochs: 2, ...recipe }, count);
    await toEnd(whole);
    await killedAt(broken, 8, {});
    await toEnd(broken, undefined, '--resume');
    expect(stateOf(broken)).toMatchObject({ status: 'finished', epoch: 2 });
    expect(stateOf(broken).warning).toBeUndefined();
    expect(measuredIn(broken)).toEqual(measuredIn(whole));
    // It would be no test of a teacher that is never sure.
    expect(sureIn(whole).some((share) => share > 0)).toBe(recipe.unlabelled === true);
    for (const which of ['best', 'last']) {
      expect(weightsIn(broken, which)).toEqual(weightsIn(whole, which));
    }
  },
  120_000,
);
