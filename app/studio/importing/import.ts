import { basename } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import { StudioError } from '../../contract/errors.ts';
import type { StudioContext } from '../context.ts';
import { inWorker, runTransfer } from '../transfer/transfer-host.ts';
import type { TransferOrder } from '../transfer/transfer-order.ts';

type ImportMethods =
  'import.inspect' | 'import.coco' | 'import.folder' | 'import.masks' | 'import.sample';

export function importHandlers(context: StudioContext): Pick<Handlers, ImportMethods> {
  const { events, jobs } = context;

  function start(order: Exclude<TransferOrder, { kind: 'inspect' }>, title: string) {
    const store = context.writableStore();
    const job = jobs.start(
      { kind: `import.${order.kind}`, title, unit: '%', total: 100 },
      async (work) => {
        const answer = await runTransfer(order, { store, ...work });
        events.announce('images', { images: [] });
        events.announce('categories', {});
        events.announce('project', {});
        return answer.kind === 'report' ? answer.report : undefined;
      },
    );
    return Promise.resolve({ job });
  }

  return {
    'import.inspect': async ({ annotations }, signal) => {
      // Looking into a file writes nothing: on the first start there is no project yet.
      const order: TransferOrder = { kind: 'inspect', annotations };
      const answer = await inWorker(order, {
        folder: '',
        signal,
        progress: () => undefined,
        lend: (work) => work(),
      });
      if (answer.kind === 'overview') return answer.overview;
      throw new StudioError('internal', 'The file was read, but no overview came back.');
    },
    'import.coco': (params) =>
      start(
        { kind: 'coco', ...params, checkPictures: true },
        `Import ${basename(params.annotations)}`,
      ),
    'import.folder': ({ images, copy, classes = [] }) =>
      start({ kind: 'folder', images, copy, classes }, `Import ${basename(images)}`),
    'import.masks': (params) =>
      start({ kind: 'masks', ...params }, `Import ${basename(params.masks)}`),
    'import.sample': ({ count, seed }) =>
      start({ kind: 'sample', count, seed }, `Draw ${count} sample pictures`),
  };
}
