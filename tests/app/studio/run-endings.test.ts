import { describe, expect, test } from 'vitest';
import type { RunState } from '../../../app/contract/run-folder.ts';
import { stateAfterDeath, type Death } from '../../../app/studio/training/run-endings.ts';

const state: RunState = {
  status: 'training',
  message: 'Epoch 3 of 9',
  epoch: 2,
  epochs: 9,
  step: 20,
  stepsPerEpoch: 9,
  imagesPerSecond: 3,
  waitingShare: 0.01,
  seconds: 9,
  secondsLeft: 9,
  memoryBytes: 2 * 2 ** 30,
  backend: 'tensorflow',
  library: 'TensorFlow',
  parameters: 1,
  best: null,
  startedAt: '',
  updatedAt: '',
};
const death: Death = {
  code: null,
  signal: 'SIGKILL',
  wasOutOfMemory: false,
  memoryBytes: 16 * 2 ** 30,
};

describe('a run whose engine was killed', () => {
  test('by somebody is told of without a guess', () => {
    const after = stateAfterDeath(state, 8, death);
    expect(after).toMatchObject({ status: 'interrupted', secondsLeft: null });
    expect(after.message).toMatch(/^Its engine was killed\./);
    expect(after.fittingBatch).toBeUndefined();
  });

  test('for want of memory, as the kernel counts it, is offered half as many pictures', () => {
    const after = stateAfterDeath(state, 8, { ...death, wasOutOfMemory: true });
    expect(after.message).toMatch(/^The system ended its engine, because memory ran out\./);
    expect(after.fittingBatch).toBe(4);
    const one = stateAfterDeath(state, 1, { ...death, wasOutOfMemory: true });
    expect(one.fittingBatch).toBeUndefined();
  });

  test('while it held nearly all memory is most likely that', () => {
    const after = stateAfterDeath({ ...state, memoryBytes: 15 * 2 ** 30 }, 8, death);
    expect(after.message).toContain('most likely because memory ran out');
    expect(after.fittingBatch).toBe(4);
  });
});

test('a crash is told by its signal, an end without one by its code', () => {
  const of = (change: Partial<Death>) => stateAfterDeath(state, 8, { ...death, ...change }).message;
  expect(of({ signal: 'SIGSEGV' })).toContain('crashed (SIGSEGV)');
  expect(of({ signal: 'SIGABRT' })).toContain('gave up (an abort)');
  expect(of({ signal: null, code: 7 })).toContain('ended with code 7');
});
