import { expect, it } from 'vitest';
import type { DesktopAnswer, DesktopBridge } from '../../../app/contract/desktop.ts';
import { connectElectron } from '../../../renderer/connection/electron.ts';

interface Call {
  readonly call: number;
  readonly method: string;
  readonly params: unknown;
  answer(answer: DesktopAnswer): void;
  fail(error: Error): void;
}

/** Main's end of the bridge, in the test's hands. */
function bridge() {
  const calls: Call[] = [];
  const aborted: number[] = [];
  let hear: Parameters<DesktopBridge['listen']>[0] = () => undefined;
  const given: DesktopBridge = {
    request: (call, method, params) =>
      new Promise((answer, fail) => calls.push({ call, method, params, answer, fail })),
    abort: (call) => aborted.push(call),
    listen: (listener) => (hear = listener),
    pathOf: () => '/data/labels.json',
  };
  const tell = (frame: Parameters<typeof hear>[0]): void => hear(frame);
  return { given, calls, aborted, tell };
}

it('numbers its calls and gives each its own answer', async () => {
  const { given, calls } = bridge();
  const { request, desktop } = connectElectron(given);
  const first = request('image.get', { image: 1, left: undefined });
  const second = desktop.call('desktop.begin', {});
  expect(calls.map(({ method, params }) => ({ method, params }))).toEqual([
    { method: 'image.get', params: { image: 1 } },
    { method: 'desktop.begin', params: {} },
  ]);
  expect(calls[0]?.call).not.toBe(calls[1]?.call);
  calls[1]?.answer({ result: { open: null } });
  calls[0]?.answer({ result: 'a picture' });
  expect(await first).toBe('a picture');
  expect(await second).toEqual({ open: null });
});

it('errors come back as they were thrown, a lost answer as unavailable', async () => {
  const { given, calls } = bridge();
  const { request } = connectElectron(given);
  const refused = request('gesture.apply', {});
  const error = {
    code: 'conflict',
    message: 'Changed elsewhere.',
    details: { revision: 3 },
  } as const;
  calls[0]?.answer({ error });
  await expect(refused).rejects.toMatchObject(error);
  const lost = request('gesture.apply', {});
  calls[1]?.fail(new Error('The object has been destroyed.'));
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' });
});

it('a call that is given up ends at once, and main is told', async () => {
  const { given, calls, aborted } = bridge();
  const { request } = connectElectron(given);
  const abort = new AbortController();
  const asked = request('import.inspect', {}, abort.signal);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  expect(aborted).toEqual([calls[0]?.call]);
  await expect(request('import.inspect', {}, abort.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(calls).toHaveLength(1);
});

it('events and news reach whoever listens, until they stop', () => {
  const { given, tell } = bridge();
  const { subscribe, desktop } = connectElectron(given);
  const heard: unknown[] = [];
  const end = subscribe('images', (event) => heard.push(event));
  desktop.onNews('desktop.action', (event) => heard.push(event));
  tell({ topic: 'images', event: { images: [1] } });
  tell({ topic: 'desktop.action', event: { action: 'view.train' } });
  end();
  tell({ topic: 'images', event: { images: [2] } });
  expect(heard).toEqual([{ images: [1] }, { action: 'view.train' }]);
});
