import type { CDPSession } from 'playwright-core';

/** What the page's main thread did from one frame to the next, in milliseconds. */
export interface FrameWork {
  /** By the clock: what others on the machine took from us is in it. */
  readonly wallMs: number;
  /** What the thread itself ran. */
  readonly threadMs: number;
  /** From this frame's begin to the next one's. */
  readonly gapMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const categories = ['toplevel', 'devtools.timeline', '__metadata'];

/** Traces the page while `work` goes on, and answers the frames of that time. */
export async function framesDuring(
  session: CDPSession,
  work: () => Promise<void>,
): Promise<readonly FrameWork[]> {
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: categories, traceBufferSizeInKb: 400_000 },
  });
  await work();
  const complete = new Promise<string>((resolve) => {
    session.once('Tracing.tracingComplete', ({ stream }) => resolve(stream ?? ''));
  });
  await session.send('Tracing.end');
  return framesOf(await read(session, await complete));
}

async function read(session: CDPSession, handle: string): Promise<readonly TraceEvent[]> {
  const parts: Buffer[] = [];
  for (;;) {
    const { data, eof, base64Encoded } = await session.send('IO.read', { handle, size: 2 ** 22 });
    parts.push(Buffer.from(data, base64Encoded === true ? 'base64' : 'utf8'));
    if (eof) break;
  }
  await session.send('IO.close', { handle });
  const text = Buffer.concat(parts).toString();
  return (JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents;
}

/** The main thread of the process whose frames were fired; a frame begins with the task that fires its callbacks. */
function framesOf(events: readonly TraceEvent[]): readonly FrameWork[] {
  const fired = events.find(({ name }) => name === 'FireAnimationFrame');
  if (fired === undefined) throw new Error('The trace holds no frame.');
  const ours = events
    .filter(({ pid, tid }) => pid === fired.pid && tid === fired.tid)
    .sort((a, b) => a.ts - b.ts);
  const callbacks = ours.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const frames: { begin: number; wall: number; thread: number }[] = [];
  let next = 0;
  let busyUntil = 0;
  for (const { name, ph, ts, dur = 0, tdur = 0 } of ours) {
    // A task inside a task is in the time of the outer one.
    if (ph !== 'X' || !name.endsWith('RunTask') || ts < busyUntil) continue;
    busyUntil = ts + dur;
    while ((callbacks[next] ?? Infinity) < ts) next++;
    if ((callbacks[next] ?? Infinity) < ts + dur) frames.push({ begin: ts, wall: 0, thread: 0 });
    const frame = frames.at(-1);
    if (frame === undefined) continue;
    frame.wall += dur;
    frame.thread += tdur;
  }
  return frames.slice(0, -1).map(({ begin, wall, thread }, index) => ({
    wallMs: wall / 1000,
    threadMs: thread / 1000,
    gapMs: ((frames[index + 1]?.begin ?? begin) - begin) / 1000,
  }));
}
