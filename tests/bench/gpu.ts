/**
 * npm run bench gpu [MODEL] [-- --batches 2,8 --size 200 --pairs 9 --task train --software --pictures 4]
 *
 * On a computer with an NVIDIA card: our engine on TensorFlow's CUDA, as a graph and operation by operation, and on WebGPU,
 * against Keras and PyTorch on the same card, in turns as in `bench train`. MASKWRIGHT_PYTHON names a Python with the
 * tensorflow and torch that can use the card; what it lacks is left out. Without such a card it says so and measures nothing.
 * --software measures WebGPU alone on whatever there is, also where the processor plays the card, which needs rounds of fewer
 * --pictures and a smaller --size.
 */
import { parseArgs } from 'node:util';
import { nvidiaCards } from '../../app/runtime/nvidia.ts';
import { compareEach, print } from './train/compare.ts';
import { cardEntries, enter, webgpuEntry, type Entry } from './train/contestants.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batches: { type: 'string', default: '2,8' },
    size: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '9' },
    task: { type: 'string' },
    pictures: { type: 'string', default: '0' },
    software: { type: 'boolean', default: false },
  },
});

/** Those that do compute on a graphics card; of the others it is said why they are left out. */
async function onCard(list: readonly Entry[]): Promise<readonly Entry[]> {
  const ready: Entry[] = [];
  for (const entry of list) {
    const conditions = { model: 'unet', side: 32, batch: 2, task: 'train' } as const;
    try {
      const { device, end } = await enter(entry, conditions);
      end();
      const isOnCard = entry === webgpuEntry || device.endsWith('GPU');
      print(`${entry.name}: ${device}${isOnCard ? '' : ', which is no graphics card: left out'}`);
      if (isOnCard) ready.push(entry);
    } catch (error) {
      print(`${entry.name}: left out. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return ready;
}

const measure = (list: readonly Entry[]): Promise<void> =>
  compareEach(list, { ...options, models: positionals });

if (options.software) {
  const list = await onCard([webgpuEntry]);
  await measure(list);
} else if ((await nvidiaCards()).length === 0) {
  print(
    'This computer has no NVIDIA card whose driver answers (nvidia-smi), so there is nothing to measure. “--software” measures WebGPU on what there is.',
  );
} else {
  await measure(await onCard(cardEntries()));
}
