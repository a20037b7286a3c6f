import { describe, expect, test } from 'vitest';
import { backendOrder, offerFor, type BackendFacts } from '../../../app/runtime/backends.ts';

const card = { name: 'NVIDIA RTX A6000' };
const noCard = { reason: 'No card.' };
const webgpu = { reason: 'No adapter.' };
const ready = (build: 'cpu' | 'cuda') => ({ kind: 'ready', build, message: 'Ready.' }) as const;
const missing = { kind: 'library-missing', build: null, message: 'Fetch it.' } as const;

/** What `auto` would compute with. */
function first(facts: BackendFacts): string | undefined {
  return backendOrder(facts).find(({ usable }) => usable)?.device;
}

describe('auto', () => {
  test.each<readonly [string, string, BackendFacts]>([
    ['cuda', 'with a card and its library', { library: ready('cuda'), card, webgpu }],
    ['processor', 'with a card and the other library', { library: ready('cpu'), card, webgpu }],
    [
      'processor',
      'with the library for a card that is not there',
      { library: ready('cuda'), card: noCard, webgpu },
    ],
    ['cuda', 'before WebGPU', { library: ready('cuda'), card, webgpu: { name: 'Radeon' } }],
    [
      'webgpu',
      'before the processor',
      { library: ready('cpu'), card: noCard, webgpu: { name: 'Radeon' } },
    ],
    ['wasm', 'with nothing', { library: missing, card: noCard, webgpu }],
    ['wasm', 'with a card alone', { library: missing, card, webgpu }],
  ])('takes %s %s', (device, _when, facts) => {
    expect(first(facts)).toBe(device);
  });

  test('each one left out says why, in a sentence, and what would change it', () => {
    const told = (facts: BackendFacts) => backendOrder(facts).map(({ reason }) => reason);
    expect(told({ library: missing, card: noCard, webgpu }).slice(0, 3)).toEqual([
      'No card.',
      'No adapter.',
      'Fetch it.',
    ]);
    expect(told({ library: ready('cpu'), card, webgpu })[0]).toMatch(
      /runtime install --cuda|fetch/,
    );
  });
});

test('a choice of backend and card is one offer, usable or not', () => {
  const withCard = backendOrder({ library: ready('cuda'), card, webgpu });
  const without = backendOrder({ library: ready('cpu'), card: noCard, webgpu });
  const device = (
    offers: typeof withCard,
    backend: 'auto' | 'tensorflow' | 'wasm' | 'cpu',
    gpu = 'auto',
  ) => offerFor(offers, { backend, gpu })?.device;
  expect(device(withCard, 'tensorflow')).toBe('cuda');
  expect(device(withCard, 'tensorflow', 'none')).toBe('processor');
  expect(device(withCard, 'auto', 'none')).toBe('processor');
  expect(device(without, 'tensorflow')).toBe('processor');
  expect(device(without, 'wasm')).toBe('wasm');
  expect(device(without, 'cpu')).toBeUndefined();
  // Who names a card is not given the processor instead.
  expect(offerFor(without, { backend: 'auto', gpu: 'a6000' })).toMatchObject({
    device: 'cuda',
    usable: false,
  });
});
