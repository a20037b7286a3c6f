import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../../app/contract/client.ts';
import type { EngineHost } from '../../../app/contract/engines.ts';
import { inProcessTransport } from '../../../app/links/in-process.ts';
import { openStudio } from '../../../app/studio/studio.ts';
import { flipOf, gestureOf } from './strokes.ts';

/** Paints one box after the other on an object, and prints the id of each gesture that was acknowledged. */

const [, , folder = '', object = ''] = process.argv;
const image = 1;
const engines: EngineHost = {
  start: () => Promise.reject(new Error('none')),
  send: () => undefined,
  stop: () => Promise.resolve(),
  running: () => Promise.resolve([]),
  subscribe: () => () => undefined,
};
const studio = await openStudio({ folder, engines, log: () => undefined });
const { call } = createClient(inProcessTransport(studio));
let { revision } = (await call('image.get', { image })).image;
process.stdout.write('ready\n');
for (;;) {
  const place = { x: (revision * 7) % 30, y: (revision * 5) % 20, width: 9, height: 9 };
  const gesture = gestureOf([flipOf(Number(object), place)]);
  process.stdout.write(`sent ${gesture.id}\n`);
  ({ revision } = await call('gesture.apply', { image, revision, gesture }));
  process.stdout.write(`saved ${gesture.id}\n`);
  await sleep(1);
}
