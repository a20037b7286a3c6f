import { expect, it } from 'vitest';
import type { EngineHostEvent } from '../../../app/contract/engines.ts';
import type { OwnerMessage } from '../../../app/contract/owner-messages.ts';
import { createOutbox } from '../../../app/owner/outbox.ts';

function contents(outbox: ReturnType<typeof createOutbox>): readonly OwnerMessage[] {
  const messages: OwnerMessage[] = [];
  outbox.empty((message) => messages.push(message));
  return messages;
}

function hint(request: number): OwnerMessage {
  const event = { kind: 'prediction-done', request: String(request) } as const;
  return { kind: 'engine', event: { kind: 'event', engine: 'predict', event } };
}

it('keeps everything in order, once', () => {
  const outbox = createOutbox();
  const said = [hint(1), { kind: 'ping' }, hint(2)] as const;
  said.forEach(outbox.put);
  expect(contents(outbox)).toEqual(said);
  expect(contents(outbox)).toEqual([]);
});

it('lets the oldest hints go when there are too many, and never an end', () => {
  const outbox = createOutbox();
  const end: EngineHostEvent = { kind: 'exit', engine: 'run:one', code: 0, signal: null };
  outbox.put({ kind: 'engine', event: end });
  for (let index = 0; index < 12_000; index++) {
    outbox.put(hint(index));
  }
  const kept = contents(outbox);
  expect(kept).toHaveLength(10_000);
  expect(kept[0]).toEqual({ kind: 'engine', event: end });
  expect(kept[1]).toEqual(hint(2_001));
  expect(kept.at(-1)).toEqual(hint(11_999));
});

it('forgets the calls of those who were told that they failed', () => {
  const outbox = createOutbox();
  outbox.put({ kind: 'request', id: 1, method: 'category.add', params: {} });
  outbox.put({ kind: 'token', token: 'kept' });
  outbox.put({ kind: 'abort', id: 1 });
  outbox.dropCalls();
  expect(contents(outbox)).toEqual([{ kind: 'token', token: 'kept' }]);
});
