import type { OwnerMessage } from '../contract/owner-messages.ts';

/** A run that trains through a long restart must not fill the memory with its news. */
const mostMessages = 10_000;

const callKinds = new Set<OwnerMessage['kind']>(['request', 'asset', 'abort']);

/** Keeps what is said to a studio that does not listen yet. */
export interface Outbox {
  put(message: OwnerMessage): void;
  empty(send: (message: OwnerMessage) => void): void;
  /** Drops the calls: whoever made them is told that they failed. */
  dropCalls(): void;
}

/** When it is full the oldest hint makes room: engines' news also stand in their run folders, ends and calls do not. */
export function createOutbox(): Outbox {
  let messages: OwnerMessage[] = [];
  return {
    put(message) {
      if (messages.length >= mostMessages) {
        const oldestHint = messages.findIndex(isHint);
        messages.splice(Math.max(oldestHint, 0), 1);
      }
      messages.push(message);
    },
    empty(send) {
      const waiting = messages;
      messages = [];
      waiting.forEach((message) => {
        send(message);
      });
    },
    dropCalls() {
      messages = messages.filter(({ kind }) => !callKinds.has(kind));
    },
  };
}

function isHint(message: OwnerMessage): boolean {
  return message.kind === 'engine' && message.event.kind === 'event';
}
