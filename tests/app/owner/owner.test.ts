import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { StudioBegin, StudioMessage } from '../../../app/contract/owner-messages.ts';
import type { Command } from '../../../app/owner/child.ts';
import type { Patience, StudioNews } from '../../../app/owner/keep-studio.ts';
import { own, type Owner } from '../../../app/owner/owner.ts';

function script(name: string, ...words: string[]): Command {
  const file = fileURLToPath(new URL(`${name}.process.ts`, import.meta.url));
  return { file: process.execPath, arguments: [file, ...words] };
}

interface Owned {
  readonly owner: Owner;
  readonly news: readonly StudioNews[];
  readonly lines: readonly string[];
  readonly heard: readonly StudioMessage[];
  /** Resolves as soon as `look` finds something; a test that waits for ever fails by its time limit. */
  until<T>(look: () => T | undefined): Promise<T>;
  count(kind: StudioNews['kind']): number;
  /** Process id of the newest studio. */
  pid(): number;
}

const owners: Owner[] = [];
afterEach(async () => {
  await Promise.all(owners.splice(0).map((owner) => owner.leave(100)));
});

function begin(
  manner: string,
  { patience = {}, engine = 'well' }: { patience?: Partial<Patience>; engine?: string } = {},
): Owned {
  const news: StudioNews[] = [];
  const lines: string[] = [];
  const heard: StudioMessage[] = [];
  const looks = new Set<() => void>();
  function changed(): void {
    looks.forEach((look) => look());
  }
  function add<T>(list: T[]): (item: T) => void {
    return (item) => {
      list.push(item);
      changed();
    };
  }
  const owner = own({
    studio: script('scripted-studio', manner),
    engine: () => script('scripted-engine', engine),
    begin: (): StudioBegin => ({
      kind: 'begin',
      folder: null,
      http: { port: 4242, secret: 'secret', tokens: ['one'] },
    }),
    hear: add(heard),
    tell: add(news),
    log: add(lines),
    patience,
  });
  owners.push(owner);
  return {
    owner,
    news,
    lines,
    heard,
    until: (look) =>
      new Promise((resolve) => {
        function check(): void {
          const found = look();
          if (found !== undefined && found !== false) {
            looks.delete(check);
            resolve(found);
          }
        }
        looks.add(check);
        check();
      }),
    count: (kind) => news.filter((item) => item.kind === kind).length,
    pid: () => Number(lines.findLast((line) => line.startsWith('begun'))?.split(' ')[1]),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the owner of a studio', () => {
  it('brings back a studio that was killed, again and again, and tells it the same secrets', async () => {
    const owned = begin('well', { patience: { quickCrashes: 2 } });
    for (let kills = 1; kills <= 6; kills++) {
      await owned.until(() => owned.count('ready') === kills || undefined);
      process.kill(owned.pid(), 'SIGKILL');
    }
    await owned.until(() => owned.count('ready') === 7 || undefined);
    expect(owned.news[0]).toEqual({ kind: 'ready', port: 4242, restarted: false });
    expect(owned.news.at(-1)).toEqual({ kind: 'ready', port: 4242, restarted: true });
    expect(owned.lines.filter((line) => line.endsWith('["one"]'))).toHaveLength(7);
    expect(owned.count('given-up')).toBe(0);
  });

  it.each(['dies-at-birth', 'dies-when-ready'])(
    'gives up with a sentence on one that %s',
    async (manner) => {
      const owned = begin(manner, { patience: { quickCrashes: 3, firstPauseMs: 10 } });
      await owned.until(() => owned.count('given-up') === 1 || undefined);
      expect(owned.count('lost')).toBe(2);
      const last = owned.news.at(-1);
      expect(last?.kind === 'given-up' && last.message).toMatch(
        /3 times in a row \(exit code [37]\)/,
      );
    },
  );

  it('does not try again when the studio says that there is no hope', async () => {
    const owned = begin('hopeless');
    await owned.until(() => owned.count('given-up') === 1 || undefined);
    expect(owned.news).toEqual([{ kind: 'given-up', message: 'The port is taken.' }]);
  });

  it('kills a studio that no longer answers and starts another', async () => {
    // Three seconds: on a busy computer a process takes long to start, and must not count as hung.
    const owned = begin('hangs', { patience: { pingMs: 50, missedPings: 60, firstPauseMs: 10 } });
    await owned.until(() => owned.count('ready') === 2 || undefined);
    expect(owned.news).toContainEqual({ kind: 'lost', reason: 'it no longer answered' });
  });

  it('asks before it kills', async () => {
    const polite = begin('well');
    await polite.until(() => polite.count('ready') === 1 || undefined);
    await polite.owner.leave(10_000);
    expect(polite.lines).toContain('asked to leave');
    expect(isAlive(polite.pid())).toBe(false);

    const stubborn = begin('stubborn');
    await stubborn.until(() => stubborn.count('ready') === 1 || undefined);
    await stubborn.owner.leave(200);
    expect(stubborn.lines).toContain('asked to leave');
    expect(isAlive(stubborn.pid())).toBe(false);
  });

  it('says so when the program cannot be started at all', async () => {
    const news: StudioNews[] = [];
    const told = Promise.withResolvers<void>();
    own({
      studio: { file: '/nowhere/node', arguments: [] },
      engine: () => script('scripted-engine'),
      begin: () => ({ kind: 'begin', folder: null, http: null }),
      hear: () => undefined,
      tell(item) {
        news.push(item);
        if (item.kind === 'given-up') told.resolve();
      },
      log: () => undefined,
      patience: { quickCrashes: 2, firstPauseMs: 1 },
    });
    await told.promise;
    expect(JSON.stringify(news.at(-1))).toContain('could not be started');
  });
});

describe('the owner of engines', () => {
  function ask(owned: Owned, id: number, message: StudioMessage): void {
    owned.owner.send({ kind: 'request', id, method: 'relay', params: message });
  }
  const spec = {
    task: { kind: 'train', folder: '/run', resume: false },
    environment: {},
  } as const;

  it('relays their news, and keeps it for a studio that is being started again', async () => {
    const owned = begin('well', { patience: { firstPauseMs: 1_000 } });
    await owned.until(() => owned.count('ready') === 1 || undefined);
    ask(owned, 1, { kind: 'engine-start', id: 9, engine: 'run:one', spec });
    await owned.until(() => owned.lines.find((line) => line === 'running run:one'));
    await owned.until(() => owned.lines.find((line) => line.includes('"step":3')));

    process.kill(owned.pid(), 'SIGTERM');
    await owned.until(() => owned.count('ready') === 2 || undefined);
    await owned.until(() => owned.lines.find((line) => line.includes('"step":70')));
    const steps = owned.lines.flatMap((line) => /"kind":"step","step":(\d+)/.exec(line)?.[1] ?? []);
    const seen = new Set(steps.map(Number));
    const missing = Array.from({ length: 70 }, (_, index) => index + 1).filter((n) => !seen.has(n));
    // It counted some 50 steps while there was no studio. Only what the dying one had not read yet is lost.
    expect(missing.length).toBeLessThan(20);
  });

  it('tells the end of an engine, asked for or not', async () => {
    const owned = begin('well');
    await owned.until(() => owned.count('ready') === 1 || undefined);
    ask(owned, 1, { kind: 'engine-start', id: 9, engine: 'run:one', spec });
    await owned.until(() => owned.lines.find((line) => line.includes('"kind":"ready"')));
    ask(owned, 2, { kind: 'engine-stop', id: 10, engine: 'run:one', graceMs: 5_000 });
    const exit = await owned.until(() => owned.lines.find((line) => line.includes('"exit"')));
    expect(exit).toBe('heard {"kind":"exit","engine":"run:one","code":0,"signal":null}');
    expect(owned.lines.some((line) => line.includes('"stopping"'))).toBe(true);
  });

  it('kills an engine that does not stop in time', async () => {
    const owned = begin('well', { engine: 'stubborn' });
    await owned.until(() => owned.count('ready') === 1 || undefined);
    ask(owned, 1, { kind: 'engine-start', id: 9, engine: 'run:one', spec });
    await owned.until(() => owned.lines.find((line) => line.includes('"kind":"ready"')));
    ask(owned, 2, { kind: 'engine-stop', id: 10, engine: 'run:one', graceMs: 100 });
    const exit = await owned.until(() => owned.lines.find((line) => line.includes('"exit"')));
    expect(exit).toContain('"signal":"SIGKILL"');
  });

  it('tells a restarted studio which engines are at work', async () => {
    const owned = begin('asks-for-engines');
    await owned.until(() => owned.lines.find((line) => line === 'running '));
    ask(owned, 1, { kind: 'engine-start', id: 9, engine: 'run:one', spec });
    await owned.until(() => owned.lines.find((line) => line === 'running run:one'));
    const before = owned.lines.length;
    process.kill(owned.pid(), 'SIGKILL');
    await owned.until(() => owned.lines.slice(before).find((line) => line === 'running run:one'));
  });
});
