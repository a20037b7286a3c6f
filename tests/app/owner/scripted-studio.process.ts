/** A process that talks to its owner as a studio does, and misbehaves as its first argument says. */
import { writeSync } from 'node:fs';
import type { OwnerMessage, StudioMessage } from '../../../app/contract/owner-messages.ts';

const [manner = 'well'] = process.argv.slice(2);

function say(message: StudioMessage): void {
  process.send?.(message);
}

/** News for the test, which reads this process's output. */
function tell(line: string): void {
  writeSync(1, `${line}\n`);
}

function hang(): void {
  const forever = Date.now() + 60_000;
  while (Date.now() < forever);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message: OwnerMessage) => {
  switch (message.kind) {
    case 'begin':
      tell(`begun ${String(process.pid)} ${JSON.stringify(message.http?.tokens ?? [])}`);
      if (manner === 'dies-at-birth') process.exit(3);
      if (manner === 'hopeless') {
        say({ kind: 'hopeless', message: 'The port is taken.' });
        setTimeout(() => process.exit(0), 10);
        return;
      }
      say({ kind: 'ready', port: 4242 });
      if (manner === 'dies-when-ready') setTimeout(() => process.exit(7), 10);
      if (manner === 'hangs') setTimeout(hang, 10);
      if (manner === 'asks-for-engines') say({ kind: 'engine-running', id: 1 });
      break;
    case 'ping':
      say({ kind: 'pong' });
      break;
    case 'engine':
      tell(`heard ${JSON.stringify(message.event)}`);
      break;
    case 'engine-answer':
      tell(`running ${message.running.join(',')}`);
      break;
    case 'request':
      say({ kind: 'response', id: message.id, result: message.params });
      // What a studio asks of its engines, the test asks through it.
      say(message.params as StudioMessage);
      break;
    case 'leave':
      tell('asked to leave');
      if (manner !== 'stubborn') process.exit(0);
      break;
    default:
      break;
  }
});
