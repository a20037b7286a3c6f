import { settingsFrom } from '../../../../app/contract/training.ts';
import { writeCheckpoint } from '../../../../app/learning/files/checkpoint.ts';

/** Writes checkpoints one after the other until it is killed, and says which are done. */
const [folder = '', from = '0'] = process.argv.slice(2);
const settings = settingsFrom({});
const keyed = {
  order: '',
  cursor: 0,
  dropout: 0,
  vary: 0,
  beta1Power: 0.9,
  beta2Power: 0.999,
  rate: 1,
};
const weights = new Float32Array(300_000);
for (let step = Number(from); ; step++) {
  weights.fill(step);
  writeCheckpoint(folder, {
    progress: {
      step,
      epoch: 0,
      seconds: step,
      lossSum: 0,
      sureSum: 0,
      found: null,
      best: null,
      sinceBest: 0,
    },
    fingerprint: 'same',
    settings,
    dataHash: '0123',
    keyed,
    weights: new Map([['kernel', weights]]),
    slots: new Map([['kernel/first', weights]]),
  });
  process.send?.(step);
}
