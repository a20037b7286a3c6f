import { expect, it } from 'vitest';
import { verdict, verdictsOf } from '../../../app/mask/verdict.ts';

it('names what is found, missed and too many; what is ignored counts for nothing', () => {
  const verdicts = verdictsOf(Uint8Array.of(0, 1, 1, 0, 2, 255), Uint8Array.of(0, 1, 0, 1, 1, 1));
  const { right, missed, extra } = verdict;
  expect([...verdicts]).toEqual([0, right, missed, extra, missed, 0]);
});
