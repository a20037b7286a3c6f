import { createStore } from '../../../app/store/open.ts';
import { runTransfer } from '../../../app/studio/transfer/transfer-host.ts';
import { cocoOrder } from './order.ts';

/** A process that imports and says how far it is, to be killed at any moment. */
const [folder = '', annotations = '', images = ''] = process.argv.slice(2);
const store = createStore(folder, { log: () => undefined });
process.stdout.write('open\n');
await runTransfer(cocoOrder({ annotations, images }, { copy: true }), {
  store,
  signal: new AbortController().signal,
  progress: ({ done }) => {
    process.stdout.write(`${done ?? 0}\n`);
  },
});
await store.close();
process.stdout.write('done\n');
