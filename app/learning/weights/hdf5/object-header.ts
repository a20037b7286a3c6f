import { Refusal, type Bytes } from '../bytes.ts';
import { cursorOf, type Cursor } from './cursor.ts';

/** A message of an object's header: what the object is made of, piece by piece. */
export interface Message {
  readonly kind: number;
  readonly data: Buffer;
  /** Kept elsewhere, for several objects at once. */
  readonly isShared: boolean;
}

export const messageKinds = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
} as const;

/** Attributes take 64 kB at most, and Keras writes a handful. */
const mostHeaderBytes = 16 * 2 ** 20;
const mostBlocks = 1000;

/** All messages of the object at this address, in both versions of the header. */
export function messagesAt(file: Bytes, address: number): readonly Message[] {
  return file.at(address, 4).toString('latin1') === 'OHDR'
    ? newMessages(file, address)
    : oldMessages(file, address);
}

function oldMessages(file: Bytes, address: number): readonly Message[] {
  const prefix = cursorOf(file.at(address, 16));
  if (prefix.u8() !== 1) throw new Refusal('it is damaged: an object has no header');
  prefix.skip(7);
  const length = prefix.u32();
  return inBlocks(file, { start: address + 16, length }, (block) => {
    const cursor = cursorOf(block);
    const messages: Message[] = [];
    while (cursor.place + 8 <= block.length) {
      const kind = cursor.u16();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(3);
      messages.push({ kind, data: cursor.bytes(size), isShared: (flags & 2) !== 0 });
    }
    return messages;
  });
}

function newMessages(file: Bytes, address: number): readonly Message[] {
  const prefix = cursorOf(file.at(address, Math.min(64, file.size - address)), 4);
  if (prefix.u8() !== 2) throw new Refusal('it is damaged: an object has no header');
  const flags = prefix.u8();
  if ((flags & 0x20) !== 0) prefix.skip(16);
  if ((flags & 0x10) !== 0) prefix.skip(4);
  const length = prefix.uint(2 ** (flags & 3));
  const hasOrder = (flags & 4) !== 0;
  return inBlocks(file, { start: address + prefix.place, length }, (block, isFirst) => {
    // Blocks that follow have a signature before and a checksum after their messages.
    const cursor = cursorOf(block, isFirst ? 0 : 4);
    const end = isFirst ? block.length : block.length - 4;
    const messages: Message[] = [];
    while (cursor.place + (hasOrder ? 6 : 4) <= end) messages.push(newMessage(cursor, hasOrder));
    return messages;
  });
}

function newMessage(cursor: Cursor, hasOrder: boolean): Message {
  const kind = cursor.u8();
  const size = cursor.u16();
  const flags = cursor.u8();
  if (hasOrder) cursor.skip(2);
  return { kind, data: cursor.bytes(size), isShared: (flags & 2) !== 0 };
}

/** The first block of messages, and those that continuations in it name. */
function inBlocks(
  file: Bytes,
  first: { readonly start: number; readonly length: number },
  parse: (block: Buffer, isFirst: boolean) => readonly Message[],
): readonly Message[] {
  const waiting = [first];
  const all: Message[] = [];
  let total = 0;
  for (let nth = 0; nth < waiting.length; nth++) {
    const { start, length } = waiting[nth]!;
    total += length;
    if (total > mostHeaderBytes || nth > mostBlocks) {
      throw new Refusal('it is damaged: the header of an object does not end');
    }
    for (const message of parse(file.at(start, length), nth === 0)) {
      if (message.kind === messageKinds.continuation) {
        const cursor = cursorOf(message.data);
        waiting.push({ start: cursor.u64(), length: cursor.u64() });
      } else {
        all.push(message);
      }
    }
  }
  return all;
}
