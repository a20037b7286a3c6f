import type { MainThread } from './trace.ts';

/** What the page's main thread did from one frame to the next, in milliseconds. */
export interface FrameWork {
  /** By the clock: what others on the machine took from us is in it. */
  readonly wallMs: number;
  /** What the thread itself ran. */
  readonly threadMs: number;
  /** From this frame's begin to the next one's. */
  readonly gapMs: number;
}

/** A frame begins with the task that fires its callbacks. */
export function framesOf({ events, tasks }: MainThread): readonly FrameWork[] {
  const callbacks = events.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const frames: { begin: number; wall: number; thread: number }[] = [];
  let next = 0;
  for (const { begin, end, threadUs } of tasks) {
    while ((callbacks[next] ?? Infinity) < begin) next++;
    if ((callbacks[next] ?? Infinity) < end) frames.push({ begin, wall: 0, thread: 0 });
    const frame = frames.at(-1);
    if (frame === undefined) continue;
    frame.wall += end - begin;
    frame.thread += threadUs;
  }
  return frames.slice(0, -1).map(({ begin, wall, thread }, index) => ({
    wallMs: wall / 1000,
    threadMs: thread / 1000,
    gapMs: ((frames[index + 1]?.begin ?? begin) - begin) / 1000,
  }));
}

/** What an event cost until the frame after it was handed over to be shown, in milliseconds. */
export interface Answer {
  /** From the event's arrival in the page, the wait for the screen's next beat with it. */
  readonly wallMs: number;
  readonly threadMs: number;
}

export function answersTo(type: string, { events, tasks }: MainThread): readonly Answer[] {
  const layers = events.filter(({ name }) => name === 'Layerize').map(({ ts }) => ts);
  return events
    .filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === type)
    .flatMap(({ ts, dur = 0 }) => {
      // The last that is done in a frame before it is handed over, at the end of the same task.
      const layered = layers.find((each) => each >= ts + dur);
      const frame = tasks.find(({ end }) => end > (layered ?? Infinity));
      if (frame === undefined) return [];
      const between = tasks.filter(({ begin, end }) => end > ts && begin <= frame.begin);
      const threadMs = between.reduce((sum, { threadUs }) => sum + threadUs, 0) / 1000;
      return [{ wallMs: (frame.end - ts) / 1000, threadMs }];
    });
}
