import type { TransferOrder } from '../../../app/studio/transfer/transfer-order.ts';

export function cocoOrder(
  { annotations, images }: { annotations: string; images: string },
  more: Partial<Extract<TransferOrder, { kind: 'coco' }>> = {},
): TransferOrder {
  return { kind: 'coco', annotations, images, copy: false, checkPictures: true, ...more };
}
