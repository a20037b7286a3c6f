import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  areaOf,
  drag,
  held,
  openAnnotate,
  pictureIds,
  pixelAt,
  saved,
  shapesOf,
  type Spot,
} from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;
let devtools: CDPSession;
let image: number;

beforeAll(async () => {
  folder = await makeFolder();
  await maskwright('sample', '--project', join(folder, 'pets'), '--images', '2', '--seed', '3');
  journey = await startJourney({ project: join(folder, 'pets'), window: [1400, 900] });
  ({ page } = journey);
  devtools = await page.context().newCDPSession(page);
  await openAnnotate(page);
  [image = -1] = await pictureIds(page);
});

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => page.keyboard.press('b'));

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

type PenEvent = 'mousePressed' | 'mouseMoved' | 'mouseReleased';

async function pen(type: PenEvent, spot: Spot, force: number): Promise<void> {
  const { x, y } = await pixelAt(page, spot);
  await devtools.send('Input.dispatchMouseEvent', {
    type,
    x,
    y,
    force,
    pointerType: 'pen',
    button: 'left',
    buttons: type === 'mouseReleased' ? 0 : 1,
    clickCount: type === 'mouseMoved' ? 0 : 1,
  });
}

/** Along a line, pressed harder and harder or less and less. */
async function stroke(from: Spot, to: Spot, forces: readonly number[]): Promise<void> {
  const spot = (share: number): Spot => [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
  ];
  await pen('mousePressed', from, forces[0]!);
  for (const [step, force] of forces.entries()) {
    await pen('mouseMoved', spot(step / (forces.length - 1)), force);
  }
  await pen('mouseReleased', to, 0);
}

type TouchEvent = 'touchStart' | 'touchMove' | 'touchEnd';

/** All fingers that are on the glass, each always under the same number. */
async function touch(type: TouchEvent, ...spots: readonly Spot[]): Promise<void> {
  const touchPoints = await Promise.all(
    spots.map(async (spot, id) => ({ ...(await pixelAt(page, spot)), id })),
  );
  await devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
}

async function ringWidth(): Promise<number> {
  return page.locator('.ring').evaluate((ring) => ring.getBoundingClientRect().width);
}

/** What the studio holds of the object painted last, as its box. */
async function lastBox(): Promise<{ width: number; height: number }> {
  await saved(page);
  const { bounds } = (await held(page, image)).annotations.at(-1)!;
  return bounds;
}

async function zoom(): Promise<number> {
  const text = await page.locator('.hud .zoom').textContent();
  return Number(text?.replace(/[^\d.]/g, ''));
}

async function setSize(sizePx: number): Promise<void> {
  const size = page.getByRole('group', { name: 'Options of the tool' }).getByLabel('Size');
  await size.fill(String(sizePx));
  await size.press('Enter');
  await page.getByLabel('Picture with its masks').focus();
}

describe('a finger', () => {
  it('paints as long as no pen was used, and two move and zoom without leaving a trace', async () => {
    const before = await held(page, image);
    const fitted = await zoom();
    await touch('touchStart', [0.45, 0.5]);
    await touch('touchStart', [0.45, 0.5], [0.55, 0.5]);
    for (const reach of [0.06, 0.08, 0.1]) {
      await touch('touchMove', [0.5 - reach, 0.5], [0.5 + reach, 0.5]);
    }
    await touch('touchEnd');
    await expect.poll(zoom).toBeGreaterThan(1.8 * fitted);
    expect(await zoom()).toBeLessThan(2.2 * fitted);
    expect(shapesOf(await held(page, image))).toEqual(shapesOf(before));

    // Both fingers the same way: the picture goes along, the zoom stays.
    const wide = await zoom();
    await page.getByLabel('Overview when zoomed in').check();
    const overview = page.getByRole('application', { name: 'Overview of the picture' });
    const seen = (): Promise<string | null> => overview.locator('.seen').getAttribute('style');
    const left = await seen();
    await touch('touchStart', [0.4, 0.4], [0.6, 0.4]);
    await touch('touchMove', [0.45, 0.4], [0.65, 0.4]);
    await touch('touchMove', [0.5, 0.4], [0.7, 0.4]);
    await touch('touchEnd');
    await expect.poll(seen).not.toBe(left);
    expect(await zoom()).toBe(wide);
    await page.getByLabel('Overview when zoomed in').uncheck();
    await page.keyboard.press('Control+f');

    await touch('touchStart', [0.4, 0.2]);
    await touch('touchMove', [0.5, 0.2]);
    await touch('touchMove', [0.6, 0.2]);
    await touch('touchEnd');
    await saved(page);
    expect(areaOf(await held(page, image))).toBeGreaterThan(areaOf(before));
    await page.keyboard.press('Control+z');
    await saved(page);
    expect(shapesOf(await held(page, image))).toEqual(shapesOf(before));
  });

  it('keeps the corners of a polygon while two others zoom', async () => {
    const before = await held(page, image);
    await page.keyboard.press('p');
    await page.keyboard.press('Shift+N');
    for (const spot of [
      [0.3, 0.1],
      [0.4, 0.1],
    ] as const) {
      await touch('touchStart', spot);
      await touch('touchEnd');
    }
    await touch('touchStart', [0.45, 0.5]);
    await touch('touchStart', [0.45, 0.5], [0.55, 0.5]);
    await touch('touchMove', [0.46, 0.5], [0.54, 0.5]);
    await touch('touchEnd');
    await page.keyboard.press('Control+f');
    await touch('touchStart', [0.4, 0.2]);
    await touch('touchEnd');
    await page.keyboard.press('Enter');
    await saved(page);
    const after = await held(page, image);
    expect(after.annotations).toHaveLength(before.annotations.length + 1);
    const { shape } = after.annotations.at(-1)!;
    expect(shape.kind === 'polygons' && shape.polygons[0]).toHaveLength(6);
    await page.keyboard.press('Control+z');
    await saved(page);
  });
});

describe('a pen', () => {
  it('paints wider the harder it is pressed, and the ring shows how wide', async () => {
    await setSize(60);
    await page.keyboard.press('Shift+N');
    await stroke([0.3, 0.15], [0.5, 0.15], [0.1, 0.1, 0.1]);
    const light = await lastBox();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Shift+N');
    await stroke([0.3, 0.15], [0.5, 0.15], [0.1, 0.5, 1]);
    const rising = await lastBox();
    await page.keyboard.press('Control+z');
    // A tenth of the pressure is 19 % of the size.
    expect(light.height).toBe(11);
    expect(rising.height).toBe(60);

    await pen('mouseMoved', [0.3, 0.15], 0);
    await pen('mousePressed', [0.3, 0.15], 0.1);
    await pen('mouseMoved', [0.31, 0.15], 0.1);
    const thin = await ringWidth();
    await pen('mouseMoved', [0.32, 0.15], 1);
    await expect.poll(ringWidth).toBeGreaterThan(4 * thin);
    await page.keyboard.press('Escape');
    await pen('mouseReleased', [0.32, 0.15], 0);
  });

  it('paints one width when pressure is switched off, which is there after the page is loaded again', async () => {
    await page.getByLabel('Pressure').uncheck();
    await page.reload();
    await openAnnotate(page);
    await setSize(60);
    await page.keyboard.press('Shift+N');
    await stroke([0.3, 0.15], [0.5, 0.15], [0.1, 0.1, 0.1]);
    expect((await lastBox()).height).toBe(60);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('F2');
    await page.getByRole('switch', { name: 'Pressure sets the size' }).check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+N');
    await stroke([0.3, 0.15], [0.5, 0.15], [0.1, 0.1, 0.1]);
    expect((await lastBox()).height).toBe(11);
    await page.keyboard.press('Control+z');
    await saved(page);
  });

  it('erases with its other end, whatever the tool, and goes on with the tool', async () => {
    await setSize(40);
    await page.keyboard.press('Shift+N');
    await drag(page, [0.3, 0.15], [0.5, 0.15]);
    await saved(page);
    const painted = areaOf(await held(page, image));
    await page.keyboard.press('m');
    // The devtools know no such end: the event is made in the page, under the number of a pointer that exists.
    await page.getByLabel('Picture with its masks').evaluate((canvas) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const happens = (type: string, x: number, isDown: boolean): void => {
        const pointer = { pointerId: 1, pointerType: 'pen', pressure: isDown ? 1 : 0 };
        const at = { clientX: left + width * x, clientY: top + height * 0.15, bubbles: true };
        const button = type === 'pointermove' ? -1 : 5;
        canvas.dispatchEvent(
          new PointerEvent(type, { ...pointer, ...at, button, buttons: isDown ? 32 : 0 }),
        );
      };
      happens('pointerdown', 0.38, true);
      happens('pointermove', 0.42, true);
      happens('pointerup', 0.42, false);
    });
    await saved(page);
    await expect.poll(async () => areaOf(await held(page, image))).toBeLessThan(painted);
    const tools = page.getByRole('toolbar', { name: 'Tools' });
    const rectangle = tools.getByRole('button', { name: 'Rectangle', exact: true });
    expect(await rectangle.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await saved(page);
  });

  it('is not disturbed by the palm, which moves the picture at most', async () => {
    const before = areaOf(await held(page, image));
    await pen('mousePressed', [0.3, 0.15], 1);
    await pen('mouseMoved', [0.4, 0.15], 1);
    await touch('touchStart', [0.5, 0.6], [0.52, 0.62]);
    await touch('touchMove', [0.51, 0.6], [0.53, 0.62]);
    await pen('mouseMoved', [0.5, 0.15], 1);
    await touch('touchEnd');
    await pen('mouseReleased', [0.5, 0.15], 0);
    await saved(page);
    const painted = areaOf(await held(page, image));
    expect(painted).toBeGreaterThan(before);
    await page.keyboard.press('Control+z');
    await saved(page);

    await touch('touchStart', [0.4, 0.2]);
    await touch('touchMove', [0.5, 0.2]);
    await touch('touchMove', [0.6, 0.2]);
    await touch('touchEnd');
    await saved(page);
    expect(areaOf(await held(page, image))).toBe(before);
    await page.keyboard.press('Control+f');
  });
});

it('the wheel sets the size of the brush while Alt is held, and moves the picture otherwise', async () => {
  await setSize(40);
  const size = page.getByRole('group', { name: 'Options of the tool' }).getByLabel('Size');
  const { x, y } = await pixelAt(page, [0.5, 0.5]);
  await page.mouse.move(x, y);
  await page.keyboard.down('Alt');
  await page.mouse.wheel(0, -120);
  await expect.poll(() => size.inputValue()).toBe('44');
  await page.mouse.wheel(0, 120);
  await page.mouse.wheel(0, 120);
  await expect.poll(() => size.inputValue()).toBe('36');
  await page.keyboard.up('Alt');
  await page.mouse.wheel(0, 120);
  await page.keyboard.press('Control+f');
  expect(await size.inputValue()).toBe('36');
});
