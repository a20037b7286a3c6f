import { setPriority } from 'node:os';
import { parseEngineRequest, type EngineEvent } from '../contract/run-folder.ts';
import { createPromptDesk } from '../prompting/answer-prompts.ts';

/**
 * The only process that loads the person's own networks: a fault in them or in what runs them ends it, and nothing else. Its
 * owner talks to it over the channel, and closes that to end it.
 */

function send(event: EngineEvent): void {
  // A channel that has just closed is no news: the process is told by its own event.
  if (process.connected) process.send?.(event);
}

if (process.send === undefined) {
  process.stderr.write('prompt-process.ts is started by Maskwright, which talks to it.\n');
  process.exit(2);
}
// Below the window, which must stay fluid, and above a training run: somebody waits for the answer.
setPriority(5);
const desk = createPromptDesk(send);
process.on('message', (message) => {
  const request = parseEngineRequest(message);
  switch (request.kind) {
    case 'prompt-open':
    case 'prompt-encode':
    case 'prompt-segment':
      desk.take(request);
      break;
    case 'cancel':
      desk.cancel(request.request);
      break;
    default:
      break;
  }
});
for (const end of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.on(end, () => process.exit(0));
}
