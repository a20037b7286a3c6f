import { basename } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import type { StudioContext } from '../context.ts';
import { runTransfer } from '../transfer/transfer-host.ts';
import type { TransferOrder } from '../transfer/transfer-order.ts';

type ExportMethods = 'export.coco' | 'export.masks';

export function exportHandlers({ jobs, store }: StudioContext): Pick<Handlers, ExportMethods> {
  function start(kind: ExportMethods, order: Extract<TransferOrder, { readonly out: string }>) {
    const open = store();
    const title = `Export ${basename(order.out)}`;
    const job = jobs.start({ kind, title, unit: '%', total: 100 }, async (work) => {
      const answer = await runTransfer(order, { store: open, ...work });
      return answer.kind === 'exported' ? answer.report : undefined;
    });
    return Promise.resolve({ job });
  }

  return {
    'export.coco': (params) => start('export.coco', { kind: 'export-coco', ...params }),
    'export.masks': (params) => start('export.masks', { kind: 'export-masks', ...params }),
  };
}
