import type { CDPSession } from 'playwright-core';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the thread's own time. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

/** What the browser waits for with nothing else in its way. */
export interface Task {
  readonly begin: number;
  readonly end: number;
  readonly threadUs: number;
}

/** What the page's main thread did, in order. */
export interface MainThread {
  readonly events: readonly TraceEvent[];
  /** The outermost tasks. */
  readonly tasks: readonly Task[];
}

const categories = ['toplevel', 'devtools.timeline', '__metadata'];

/** Traces the page while `work` goes on. */
export async function mainThreadDuring(
  session: CDPSession,
  work: () => Promise<void>,
): Promise<MainThread> {
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: categories, traceBufferSizeInKb: 400_000 },
  });
  await work();
  const complete = new Promise<string>((resolve) => {
    session.once('Tracing.tracingComplete', ({ stream }) => resolve(stream ?? ''));
  });
  await session.send('Tracing.end');
  return mainThreadOf(await read(session, await complete));
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

/** The thread on which callbacks of frames ran. */
function mainThreadOf(all: readonly TraceEvent[]): MainThread {
  const fired = all.find(({ name }) => name === 'FireAnimationFrame');
  if (fired === undefined) throw new Error('The trace holds no frame.');
  const events = all
    .filter(({ pid, tid }) => pid === fired.pid && tid === fired.tid)
    .sort((a, b) => a.ts - b.ts);
  const tasks: Task[] = [];
  for (const { name, ph, ts, dur = 0, tdur = 0 } of events) {
    // A task inside a task is in the time of the outer one.
    const isInner = ts < (tasks.at(-1)?.end ?? 0);
    if (ph !== 'X' || !name.endsWith('RunTask') || isInner) continue;
    tasks.push({ begin: ts, end: ts + dur, threadUs: tdur });
  }
  return { events, tasks };
}
