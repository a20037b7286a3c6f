import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Prompt } from '../../../app/contract/prompting.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { cutoutFromRle, type Cutout } from '../../../app/mask/cutout.ts';
import { areaOfRle } from '../../../app/mask/rle.ts';
import { openNetworks, type Networks } from '../../../app/prompting/networks.ts';
import { pictureInput } from '../../../app/prompting/picture-input.ts';
import { segment } from '../../../app/prompting/segment.ts';
import type { Prompter } from '../../../renderer/canvas/tools/prompter.ts';
import { drawNetworks, drawPicture, type DrawnNetworks } from '../../app/prompting/networks.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 12, height: 8 };

interface Question {
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  answer(region: Cutout): Promise<void>;
  fail(): Promise<void>;
}

let desk: Desk;
let asked: Question[];
let isLooking: boolean;
let canAnswer: boolean;

/** Networks that answer when the test says so. */
const prompter: Prompter = {
  get canAnswer() {
    return canAnswer;
  },
  segment(prompt, signal) {
    const { promise, resolve, reject } = Promise.withResolvers<Cutout>();
    const settled = async () => {
      await promise.catch(() => undefined);
      await Promise.resolve();
    };
    asked.push({
      prompt,
      signal,
      async answer(region) {
        resolve(region);
        await settled();
      },
      async fail() {
        reject(new Error('the process died'));
        await settled();
      },
    });
    return promise;
  },
  letGo() {
    const was = isLooking;
    isLooking = false;
    return was;
  },
};

function begin(...objects: ConstructorParameters<typeof Desk>[1] & object): void {
  desk = new Desk(size, objects);
  desk.bench.prompter = prompter;
  desk.bench.choose('prompt');
}

beforeEach(() => {
  asked = [];
  isLooking = false;
  canAnswer = true;
  begin();
});

function block(x: number, y: number, width: number, height: number): Cutout {
  return { x, y, width, height, data: new Uint8Array(width * height).fill(1) };
}

/** What the cover shows, before anything is applied. */
function shown(): number {
  const { stroke } = desk.drawing;
  return stroke === null ? 0 : stroke.cover.data.reduce((sum, value) => sum + value, 0);
}

const blank = Array.from({ length: 8 }, () => '.'.repeat(12));

describe('clicks', () => {
  it('show what the networks answer, and Enter makes it one object, undone as one', async () => {
    desk.click(3.5, 2.5);
    expect(asked[0]?.prompt).toEqual({
      points: [{ x: 3.5, y: 2.5, positive: true }],
      box: null,
    });
    await asked[0]?.answer(block(2, 1, 3, 3));
    expect(shown()).toBe(9);
    expect(desk.picture()[2]).toBe('..***.......');
    expect(desk.done).toEqual([]);

    desk.click(8.5, 2.5, { alt: true });
    expect(asked[1]?.prompt.points).toEqual([
      { x: 3.5, y: 2.5, positive: true },
      { x: 8.5, y: 2.5, positive: false },
    ]);
    await asked[1]?.answer(block(2, 1, 2, 2));
    expect(shown()).toBe(4);
    expect(desk.bench.finish()).toBe(true);
    expect(desk.done.map(({ act }) => act)).toEqual(['prompt']);
    expect(desk.picture()).toEqual([
      '............',
      '..11........',
      '..11........',
      ...blank.slice(3),
    ]);
    desk.undo();
    expect(desk.picture()).toEqual(blank);
    expect(desk.bench.finish()).toBe(false);
  });

  it('turned over say what does not belong to it, and Alt then what does', () => {
    desk.bench.setPixelOptions({ clickTakes: false });
    desk.click(1, 1, { alt: true }).click(2, 2);
    expect(asked.at(-1)?.prompt.points.map(({ positive }) => positive)).toEqual([true, false]);
  });

  it('that only leave out ask nothing yet', async () => {
    desk.click(5, 5, { alt: true });
    expect(asked).toEqual([]);
    expect(desk.bench.sketch().prompts?.points).toHaveLength(1);
    desk.click(2, 2);
    expect(asked).toHaveLength(1);
    await asked[0]?.answer(block(1, 1, 2, 2));
    expect(shown()).toBe(4);
  });

  it('outside of the picture begin nothing, and later ones there are no points', async () => {
    desk.click(-3, 2);
    expect(desk.refusals).toEqual(['nothing-here']);
    desk.click(2, 2);
    await asked[0]?.answer(block(1, 1, 2, 2));
    desk.click(40, 2);
    expect(asked).toHaveLength(1);
    expect(shown()).toBe(4);
  });
});

describe('a drag', () => {
  it('is a box inside the picture, in whatever direction; the last one counts', async () => {
    desk.press(9, 6).move(5, 4);
    expect(desk.bench.sketch().prompts?.box).toEqual({ x: 5, y: 4, width: 4, height: 2 });
    desk.release(-4, 2);
    expect(asked[0]?.prompt).toEqual({ points: [], box: { x: 0, y: 2, width: 9, height: 4 } });
    await asked[0]?.answer(block(0, 2, 9, 4));
    desk.drag([2, 2], [4, 5]).click(3, 3);
    expect(asked.at(-1)?.prompt).toEqual({
      points: [{ x: 3, y: 3, positive: true }],
      box: { x: 2, y: 2, width: 2, height: 3 },
    });
    await asked.at(-1)?.answer(block(2, 2, 2, 3));
    desk.bench.finish();
    expect(desk.picture()[2]).toBe('..11........');
    expect(desk.picture()[1]).toBe(blank[1]);
  });

  it('along a line is none, and leaves nothing behind', () => {
    desk.drag([2, 2], [8, 2]);
    expect(asked).toEqual([]);
    expect(desk.drawing.stroke).toBeNull();
    expect(desk.bench.sketch().prompts).toBeNull();
  });
});

describe('going back', () => {
  it('Backspace and undo take one click back at a time, then the gesture', async () => {
    desk.click(2, 2);
    await asked[0]?.answer(block(1, 1, 2, 2));
    desk.click(6, 6);
    await asked[1]?.answer(block(1, 1, 6, 6));
    expect(desk.bench.stepBack()).toBe(true);
    expect(asked[2]?.prompt.points).toHaveLength(1);
    await asked[2]?.answer(block(1, 1, 2, 2));
    expect(shown()).toBe(4);
    expect(desk.bench.stepPathForth()).toBe(true);
    expect(desk.bench.sketch().prompts?.points).toHaveLength(2);
    expect(desk.bench.stepPathForth()).toBe(false);
    expect(desk.bench.stepPathBack()).toBe(true);
    expect(desk.bench.stepPathBack()).toBe(true);
    expect(desk.drawing.stroke).toBeNull();
    expect(desk.bench.stepPathBack()).toBe(false);
    expect(desk.picture()).toEqual(blank);
    expect(desk.done).toEqual([]);
  });

  it('Esc gives everything up, and an answer that comes later is not shown', async () => {
    desk.click(2, 2);
    expect(desk.bench.cancel()).toBe(true);
    expect(asked[0]?.signal.aborted).toBe(true);
    await asked[0]?.answer(block(1, 1, 2, 2));
    expect(desk.drawing.stroke).toBeNull();
    expect(desk.bench.cancel()).toBe(false);
  });

  it('Esc waits no longer for a picture that is looked at', () => {
    isLooking = true;
    expect(desk.bench.cancel()).toBe(true);
    expect(isLooking).toBe(false);
  });

  it('a second finger takes its press back and leaves the clicks before', async () => {
    desk.click(2, 2);
    await asked[0]?.answer(block(1, 1, 2, 2));
    desk.press(5, 5);
    desk.bench.takeBackPress();
    expect(asked).toHaveLength(1);
    expect(desk.bench.sketch().prompts?.points).toHaveLength(1);
    expect(shown()).toBe(4);
  });

  it('another tool or another picture forgets it', async () => {
    desk.click(2, 2);
    await asked[0]?.answer(block(1, 1, 2, 2));
    desk.bench.choose('brush');
    expect(desk.drawing.stroke).toBeNull();
    desk.bench.choose('prompt');
    desk.click(2, 2);
    desk.bench.open(desk.drawing);
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(desk.picture()).toEqual(blank);
  });
});

describe('answers', () => {
  it('to an older question are not shown', async () => {
    desk.click(2, 2).click(4, 4);
    expect(asked[0]?.signal.aborted).toBe(true);
    await asked[1]?.answer(block(3, 3, 1, 1));
    await asked[0]?.answer(block(0, 0, 9, 5));
    expect(shown()).toBe(1);
  });

  it('that are waited for are applied when they come, and a click meanwhile asks for the next object after that', async () => {
    desk.click(2, 2);
    expect(desk.bench.finish()).toBe(true);
    expect(desk.bench.isBusy).toBe(true);
    desk.click(7, 7);
    expect(desk.done).toEqual([]);
    expect(asked).toHaveLength(1);
    await asked[0]?.answer(block(1, 1, 2, 2));
    expect(desk.done).toHaveLength(1);
    expect(asked.map(({ prompt }) => prompt.points)).toEqual([
      [{ x: 2, y: 2, positive: true }],
      [{ x: 7, y: 7, positive: true }],
    ]);
    expect(desk.bench.isBusy).toBe(false);
  });

  it('that cannot be had take the click back and keep what was found', async () => {
    desk.click(2, 2);
    await asked[0]?.answer(block(1, 1, 2, 2));
    desk.click(6, 6);
    await asked[1]?.fail();
    expect(desk.bench.sketch().prompts?.points).toHaveLength(1);
    expect(shown()).toBe(4);
    desk.bench.finish();
    expect(desk.picture()[1]).toBe('.11.........');

    desk.bench.startFresh();
    desk.click(9, 5);
    desk.bench.finish();
    await asked[2]?.fail();
    expect(desk.drawing.stroke).toBeNull();
    expect(desk.done).toHaveLength(1);
    expect(desk.bench.isBusy).toBe(false);
  });

  it('without a pixel are told of', async () => {
    desk.click(2, 2);
    await asked[0]?.answer({ ...block(0, 0, 0, 0), data: new Uint8Array() });
    desk.bench.finish();
    expect(desk.refusals).toEqual(['nothing-here']);
    expect(desk.done).toEqual([]);
  });
});

describe('the aim', () => {
  it('is a new object each time, whatever there is of the class', async () => {
    begin(polygonObject(1, 1, square(0, 0, 2)));
    for (const x of [3, 6]) {
      desk.click(x, 4);
      await asked.at(-1)?.answer(block(x, 4, 2, 1));
      desk.bench.finish();
    }
    expect(desk.drawing.objects).toHaveLength(3);
    expect(desk.picture()[4]).toBe('...22.33....');
  });

  it('is the object that was chosen; another class at hand is another object', async () => {
    begin(polygonObject(1, 1, square(0, 0, 2)));
    desk.bench.select(1);
    desk.click(4, 4);
    await asked[0]?.answer(block(3, 3, 2, 2));
    desk.bench.finish();
    expect(desk.drawing.objects).toHaveLength(1);

    desk.click(9, 6);
    await asked[1]?.answer(block(8, 5, 2, 2));
    desk.bench.setCategory(2);
    desk.bench.finish();
    expect(desk.drawing.objects.map(({ category }) => category)).toEqual([1, 2]);
    expect(desk.picture()[5]).toBe('........22..');
    expect(desk.picture()[3]).toBe('...11.......');
  });

  it('refuses without networks, without a picture, without a class', () => {
    canAnswer = false;
    desk.click(2, 2);
    canAnswer = true;
    desk.bench.category = null;
    desk.click(2, 2);
    desk.bench.prompter = null;
    desk.click(2, 2);
    expect(desk.refusals).toEqual(['no-networks', 'no-class', 'unreadable']);
    expect(asked).toEqual([]);
  });
});

describe('with networks on onnxruntime', () => {
  let drawn: DrawnNetworks;
  let networks: Networks;
  const large = { width: 120, height: 80 };

  beforeAll(async () => {
    drawn = drawNetworks();
    networks = await openNetworks(drawn.sam2);
  });

  afterAll(async () => {
    await networks.close();
    drawn.remove();
  });

  it('a box and a click against it become the mask that the networks gave', async () => {
    const path = await drawPicture(drawn.folder, large);
    const target = { image: 1, path, ...large, turn: 1 as const };
    const features = await networks.encode(await pictureInput(target, 'stretched'));
    const answers: string[] = [];
    const onnx: Prompter = {
      canAnswer: true,
      async segment(prompt) {
        const { mask } = await segment(networks, { features, target, prompt, before: null });
        answers.push(mask.rle);
        return cutoutFromRle(rleFromCocoCounts(mask.rle, [large.height, large.width]));
      },
      letGo: () => false,
    };
    desk = new Desk(large);
    desk.bench.prompter = onnx;
    desk.bench.choose('prompt');
    desk.drag([30, 20], [90, 60]).click(75, 40, { alt: true });
    desk.bench.finish();
    await vi.waitFor(() => expect(desk.done).toHaveLength(1));
    // Once for the box, and once for the box without what was clicked on.
    expect(answers).toHaveLength(2);
    const rle = answers[1] ?? '';
    expect(desk.contents()).toMatchObject([{ category: 1, shape: { kind: 'mask', rle } }]);
    const area = areaOfRle(rleFromCocoCounts(rle, [large.height, large.width]));
    expect(area).toBeGreaterThan(500);
    expect(area).toBeLessThan(60 * 40 - 100);
  });
});
