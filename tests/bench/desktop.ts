/**
 * npm run bench desktop [-- --starts 9 --idle-s 30 --packaged]
 *
 * Starts the desktop window as often as is asked, with a project of sample pictures that it remembers, and prints how long
 * it takes from there to a window that can be used: the page is drawn, the first pictures are shown, and a click on one was
 * answered. Then it leaves the window alone and prints what each process holds and does. Aim: 2 s. Ends with 1 when missed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { root } from '../../resources/tools/checks/step.ts';
import { electronAtHand } from '../../resources/tools/desktop/electron-at-hand.ts';
import { packagedApp } from '../../resources/tools/packaging/packaged-app.ts';
import { openDisplay } from '../desktop/display.ts';
import { maskwright } from '../journeys/serving.ts';
import { steerPage } from './desktop/debugger.ts';
import { watchIdle } from './desktop/idle.ts';
import { marking, type Marks } from './desktop/marks.ts';

const aimMs = 2_000;
const patienceMs = 60_000;
const restMs = 10_000;

/** Runs in the page: resolves when the pictures in view are drawn. */
const picturesShown = `new Promise((resolve) => {
  const look = () => {
    const images = [...document.querySelectorAll('[data-index] img')];
    if (images.length > 0 && images.every((each) => each.naturalWidth > 0)) {
      const { x, y, width, height } = document.querySelector('[data-index]').getBoundingClientRect();
      requestAnimationFrame(() => setTimeout(() => resolve({
        begun: performance.timeOrigin,
        drawn: performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime,
        shown: Date.now(),
        x: x + width / 2,
        y: y + height / 2,
      })));
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
})`;

/** Runs in the page: resolves when the first picture is drawn as selected. */
const clickAnswered = `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector('[data-index="0"][aria-selected="true"]') === null) {
      requestAnimationFrame(look);
    } else {
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    }
  };
  look();
})`;

interface Shown {
  readonly begun: number;
  readonly drawn: number;
  readonly shown: number;
  readonly x: number;
  readonly y: number;
}

interface Started {
  readonly child: ChildProcess;
  readonly at: number;
}

const { values: options } = parseArgs({
  options: {
    starts: { type: 'string', default: '9' },
    'idle-s': { type: 'string', default: '30' },
    packaged: { type: 'boolean', default: false },
  },
});

const home = await mkdtemp(join(tmpdir(), 'maskwright-bench-'));
const display = await openDisplay();
const electron = electronAtHand();
const program = options.packaged
  ? { file: await packagedApp(), words: [] }
  : { file: electron.file, words: [electron.appFolder] };
const marks = await marking(home);
const environment = {
  ...process.env,
  HOME: home,
  DISPLAY: display.name,
  XDG_CONFIG_HOME: join(home, '.config'),
  MASKWRIGHT_NODE: process.execPath,
};

function start(words: readonly string[], more: Readonly<Record<string, string>> = {}): Started {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const at = Date.now();
  const child = spawn(program.file, [...sandbox, ...words], {
    cwd: home,
    env: { ...environment, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return { child, at };
}

async function quit({ child }: Started): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function debuggingPort({ child }: Started): Promise<number> {
  for await (const line of createInterface(child.stderr ?? process.stdin)) {
    const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      child.stderr?.resume();
      return Number(port);
    }
  }
  throw new Error('The window ended before it could be looked at.');
}

async function measureStart(words: readonly string[]): Promise<Marks> {
  const hooked = options.packaged ? [] : marks.words;
  const started = start(
    ['--remote-debugging-port=0', ...hooked, ...program.words, ...words],
    marks.environment,
  );
  const port = await debuggingPort(started);
  const page = await steerPage(port, AbortSignal.timeout(patienceMs));
  const { begun, drawn, shown, x, y } = (await page.evaluate(picturesShown)) as Shown;
  const answered = page.evaluate(clickAnswered);
  await page.click(x, y);
  const usable = (await answered) as number;
  page.close();
  const inMain = options.packaged ? {} : await marks.read();
  await quit(started);
  const times = {
    ...inMain,
    'page begins': begun,
    'page draws': drawn,
    'pictures shown': shown,
    usable,
  };
  return Object.fromEntries(
    Object.entries(times).map(([name, time]) => [name, Math.round(time - started.at)]),
  );
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function range(values: readonly number[]): string {
  return `${String(Math.min(...values))} to ${String(Math.max(...values))}`;
}

function load(): string {
  return `load ${loadavg()[0]?.toFixed(1) ?? '?'}`;
}

async function measureStarts(): Promise<boolean> {
  const all: Marks[] = [];
  for (let each = 0; each < Number(options.starts); each += 1) {
    all.push(await measureStart([]));
  }
  const names = [...new Set(all.flatMap((each) => Object.keys(each)))];
  const rows = names.map((name) => {
    const values = all.flatMap((each) => each[name] ?? []);
    return { name, values, middle: middle(values) };
  });
  console.log(`From the click, ms, ${String(all.length)} starts, ${load()}:`);
  for (const { name, values, middle: ms } of rows.sort((one, other) => one.middle - other.middle)) {
    console.log(`  ${name.padEnd(16)} ${String(ms).padStart(6)}  (${range(values)})`);
  }
  return (rows.find(({ name }) => name === 'usable')?.middle ?? Number.NaN) < aimMs;
}

async function measureIdle(): Promise<void> {
  const started = start(program.words);
  started.child.stderr?.resume();
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const seconds = Number(options['idle-s']);
  const family = await watchIdle(started.child.pid ?? 0, seconds * 1_000);
  await quit(started);
  console.log(`Left alone for ${String(seconds)} s, ${load()}:`);
  for (const { name, residentMb, proportionalMb, processorMs, wakeUps } of family) {
    const memory = `${residentMb.toFixed(0)} MB resident, ${proportionalMb.toFixed(0)} MB its own share`;
    const work = `${processorMs.toFixed(1)} ms of processor, ${String(wakeUps)} wake-ups`;
    console.log(`  ${name}: ${memory}, ${work}`);
  }
}

async function weighPage(): Promise<void> {
  const folder = join(root, 'dist', 'renderer');
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    ([, name = '']) => name,
  );
  const packed = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(folder, name))).length),
  );
  const sum = packed.reduce((total, bytes) => total + bytes, 0);
  console.log(`The page that is shipped loads ${(sum / 1_000).toFixed(0)} KB at first, packed.`);
}

try {
  await mkdir(environment.XDG_CONFIG_HOME, { recursive: true });
  const project = join(home, 'sample');
  await maskwright('sample', '--project', project, '--images', '60', '--seed', '7');
  await weighPage();
  const first = await measureStart([project]);
  console.log(
    `The first start, which compiles and draws thumbnails: ${String(first['usable'])} ms.`,
  );
  const isMet = await measureStarts();
  await measureIdle();
  console.log(`Usable within ${String(aimMs)} ms: ${isMet ? 'met' : 'missed'}`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await display.close();
  await rm(home, { recursive: true, force: true, maxRetries: 3 });
}
