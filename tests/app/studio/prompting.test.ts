import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { engineCommand } from '../../../app/entry/processes.ts';
import type { EngineHostEvent } from '../../../app/contract/engines.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { bboxOfRle } from '../../../app/mask/rle.ts';
import { createEngines, type Engines } from '../../../app/owner/engines.ts';
import { createPromptEngine } from '../../../app/studio/prompting/prompt-engine.ts';
import { drawNetworks, drawPicture, type DrawnNetworks } from '../prompting/networks.ts';
import { pictureSize } from './strokes.ts';
import { startProject, startStudio } from './test-studio.ts';

let drawn: DrawnNetworks;

beforeAll(() => {
  drawn = drawNetworks();
});

afterAll(() => drawn.remove());

const { signal } = new AbortController();

interface Owned {
  readonly engines: Engines;
  readonly events: EngineHostEvent[];
  /** The process id as the system has it. */
  pid(): number;
}

/** The real owner's part, and what became of the process. */
function startOwner(): Owned {
  let pid = 0;
  const engines = createEngines({
    command: (task) => {
      const command = engineCommand(task);
      // The process says its number first, then is the one that ships.
      const tell = `console.log('pid ' + process.pid); await import(${JSON.stringify(command.arguments[0])});`;
      return { ...command, arguments: ['--input-type=module', '-e', tell] };
    },
    log: (line) => {
      const told = /pid (\d+)$/.exec(line)?.[1];
      if (told !== undefined) pid = Number(told);
    },
  });
  const events: EngineHostEvent[] = [];
  engines.subscribe((event) => events.push(event));
  onTestFinished(() => engines.leave(2_000));
  return { engines, events, pid: () => pid };
}

const click = { points: [{ x: 15, y: 10, positive: true }], box: null };
const box = { points: [], box: { x: 5, y: 4, width: 20, height: 12 } };

describe('a project and two files', () => {
  it('answers clicks and boxes as masks of the stored picture, and remembers the files', async () => {
    const { engines } = startOwner();
    const { call } = await startProject({ engines });
    const [image = -1] = (
      await call('image.ids', { filter: {}, order: { by: 'id', descending: false } })
    ).ids;
    expect(await call('prompt.status', {})).toEqual({ kind: 'none' });
    await expect(call('prompt.segment', { image, prompt: click })).rejects.toThrow(
      'No encoder and decoder are set. Choose the two files under Settings, “Smart select”.',
    );
    expect(await engines.running()).toEqual([]);

    const ready = { kind: 'ready', files: drawn.sam2, family: 'sam2' };
    expect(await call('prompt.files', { files: drawn.sam2 })).toEqual(ready);
    expect(await engines.running()).toEqual(['prompt']);
    await call('prompt.encode', { image, ahead: true });
    const { rle, score } = await call('prompt.segment', { image, prompt: box });
    const found = bboxOfRle(rleFromCocoCounts(rle, [pictureSize.height, pictureSize.width]));
    expect(found).toEqual(box.box);
    expect(score).toBeGreaterThan(0);
    await expect(
      call('prompt.segment', {
        image,
        prompt: { points: [{ x: 1, y: 1, positive: false }], box: null },
      }),
    ).rejects.toThrow('A click on what is to be taken comes first, or a box.');
    await expect(call('prompt.segment', { image: 999, prompt: box })).rejects.toMatchObject({
      code: 'not-found',
    });

    // They are the person's: another studio knows them, with another project or none.
    const other = await startStudio({ engines });
    expect(await other.call('prompt.status', {})).toEqual(ready);
    expect(await call('prompt.files', { files: drawn.sam })).toMatchObject({ family: 'sam' });
    expect(await call('prompt.status', {})).toMatchObject({ files: drawn.sam });
    const broken = { ...drawn.sam, decoder: `${drawn.sam.decoder}-gone` };
    expect(await call('prompt.files', { files: broken })).toEqual({
      kind: 'broken',
      files: broken,
      message: `There is no file “${broken.decoder}”. Choose it again.`,
    });
    await expect(call('prompt.encode', { image, ahead: false })).rejects.toThrow(
      'There is no file',
    );
    expect(await call('prompt.files', { files: null })).toEqual({ kind: 'none' });
  });
});

describe('the process', () => {
  async function about(name: string) {
    const path = await drawPicture(drawn.folder, { width: 64, height: 48 });
    return {
      files: drawn.sam,
      target: { image: 1, path, width: 64, height: 48, turn: 1 as const },
      name,
    };
  }

  it('is killed: who waits is told, and the next question starts another', async () => {
    const { engines, events, pid } = startOwner();
    const prompts = createPromptEngine({ engines });
    const { files, target } = await about('killed');
    await prompts.ask({ kind: 'prompt-open', files }, signal);
    const first = pid();
    const waiting = prompts.ask({ kind: 'prompt-encode', files, target, ahead: false }, signal);
    process.kill(first, 'SIGKILL');
    await expect(waiting).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('has ended unexpectedly') as string,
    });
    expect(events.at(-1)).toMatchObject({ kind: 'exit', signal: 'SIGKILL' });
    const found = await prompts.ask(
      { kind: 'prompt-segment', files, target, prompt: click },
      signal,
    );
    expect(found.kind).toBe('prompt-segmented');
    expect(pid()).not.toBe(first);
    await prompts.close();
  });

  it('goes when nobody has asked for a while, and is there again when somebody does', async () => {
    const { engines, events } = startOwner();
    const prompts = createPromptEngine({ engines }, { idleAfterMs: 200 });
    const { files, target } = await about('idle');
    await prompts.ask({ kind: 'prompt-encode', files, target, ahead: false }, signal);
    await expect.poll(() => engines.running()).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: 'exit', code: 0 });
    await prompts.ask({ kind: 'prompt-open', files }, signal);
    expect(await engines.running()).toEqual(['prompt']);
    await prompts.close();
  });

  it('answers a click before what is looked at ahead, and drops what nobody wants any more', async () => {
    const { engines } = startOwner();
    const prompts = createPromptEngine({ engines });
    const { files, target } = await about('order');
    await prompts.ask({ kind: 'prompt-open', files }, signal);
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    const unwanted = new AbortController();
    const encode = { kind: 'prompt-encode', files, target } as const;
    // All of them wait behind the first, which takes a while.
    const large = await drawPicture(drawn.folder, { width: 2500, height: 2000 });
    const slow = { image: 2, path: large, width: 2500, height: 2000, turn: 1 as const };
    const all = [
      prompts.ask({ ...encode, target: slow, ahead: false }, signal).then(note('large')),
      prompts.ask({ ...encode, ahead: true }, signal).then(note('ahead')),
      prompts.ask({ ...encode, ahead: false }, unwanted.signal).catch(note('dropped')),
      prompts
        .ask({ kind: 'prompt-segment', files, target, prompt: click }, signal)
        .then(note('click')),
    ];
    await wait(0);
    unwanted.abort();
    await Promise.all(all);
    expect(order).toEqual(['dropped', 'large', 'click', 'ahead']);
    await prompts.close();
  });
});
