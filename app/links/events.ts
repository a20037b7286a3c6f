import { topics, type Topic } from '../contract/events.ts';
import type { EventFrame } from '../contract/http.ts';
import type { Served } from '../contract/serving.ts';
import type { Unsubscribe } from '../contract/transport.ts';

/** Every event of the studio as frames, for a link that carries them all. */
export function announceAll(
  served: Pick<Served, 'subscribe'>,
  send: (frame: EventFrame) => void,
): Unsubscribe {
  const names = Object.keys(topics) as Topic[];
  const stops = names.map((topic) =>
    served.subscribe(topic, (event) => {
      send({ topic, event } as EventFrame);
    }),
  );
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
