import { readFile } from 'node:fs/promises';
import type { Browser, CDPSession } from 'playwright-core';

export interface Memory {
  /** What scripts hold once the rubbish is collected; the bytes of arrays lie outside. */
  readonly heapMb: number;
  /** What the page's process holds, arrays and pictures with it. */
  readonly residentMb: number;
}

const megabyte = 2 ** 20;

/** After a collection of all rubbish. */
export async function memoryOf(session: CDPSession, pid: number): Promise<Memory> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return { heapMb: heap / megabyte, residentMb: await residentMb(pid) };
}

export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The process that draws the page: the one that has worked most, as a browser has a spare one. */
export async function pageProcess(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const [page] = processInfo
    .filter(({ type }) => type === 'renderer')
    .sort((a, b) => b.cpuTime - a.cpuTime);
  if (page === undefined) throw new Error('The browser has no process for the page.');
  return page.id;
}
