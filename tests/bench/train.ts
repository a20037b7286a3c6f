/**
 * npm run bench train [MODEL ...] [-- --batches 2,4,8 --size 200 --pairs 9 --task train --peers Keras --eager]
 *
 * Training and prediction of our engine, of Keras on the same TensorFlow library and of PyTorch, in turns: one round of
 * each, pair by pair, and the ratio of each pair. MASKWRIGHT_PYTHON names a Python with tensorflow-cpu and torch; what it lacks
 * is left out, and so are both for models other than unet and unet-tutorial. Prints the median of the ratios with the lowest
 * and the highest, the peak of each process' memory, and how much of the processor others used meanwhile.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { compareEach, print } from './train/compare.ts';
import { entries } from './train/contestants.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batches: { type: 'string', default: '2,4,8' },
    size: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '9' },
    task: { type: 'string' },
    peers: { type: 'string', default: '' },
    eager: { type: 'boolean', default: false },
  },
});
const list = entries({
  withEager: options.eager,
  peers: options.peers.split(',').filter((name) => name !== ''),
});
await compareEach(list, { ...options, models: positionals });
const load = loadavg().map((each) => each.toFixed(1));
print(`\nload average ${load.join(' ')} (1, 5, 15 minutes)`);
