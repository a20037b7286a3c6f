import type { StudioMessage } from '../contract/owner-messages.ts';
import type { Engines } from './engines.ts';
import type { StudioKeeper } from './keep-studio.ts';

/** Tells the studio the engines' news. Give the answer what the studio says: false when it is none of the engines' business. */
export function relay(studio: StudioKeeper, engines: Engines): (message: StudioMessage) => boolean {
  engines.subscribe((event) => {
    studio.send({ kind: 'engine', event });
  });
  return (message) => answerEngineCall(message, engines, studio);
}

function answerEngineCall(message: StudioMessage, engines: Engines, studio: StudioKeeper): boolean {
  switch (message.kind) {
    case 'engine-start':
      answer(message.id, engines.start(message.engine, message.spec), engines, studio);
      return true;
    case 'engine-stop':
      answer(message.id, engines.stop(message.engine, message.graceMs), engines, studio);
      return true;
    case 'engine-running':
      answer(message.id, Promise.resolve(), engines, studio);
      return true;
    case 'engine-send':
      engines.send(message.engine, message.request);
      return true;
    default:
      return false;
  }
}

/** Every answer names the engines at work, whatever was asked. */
function answer(id: number, work: Promise<void>, engines: Engines, studio: StudioKeeper): void {
  const asked = studio.generation();
  void work
    .then(() => engines.running())
    .then(
      (running) => ({ kind: 'engine-answer', id, running }) as const,
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: 'engine-refusal', id, message: reason } as const;
      },
    )
    .then((reply) => {
      if (studio.generation() === asked) {
        studio.send(reply);
      }
    });
}
