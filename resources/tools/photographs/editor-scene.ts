import type { Page, PageScreenshotOptions } from 'playwright-core';
import { settled } from './studio.ts';

type Clip = NonNullable<PageScreenshotOptions['clip']>;

/** Shares of the canvas's width and height. */
export type Spot = readonly [number, number];

/** A tool in use, up to the moment when it is photographed. */
export interface Scene {
  readonly name: string;
  /** Which picture of the grid, counted from 0. */
  readonly picture: number;
  /** The pointer may still be pressed when it ends. */
  use(hand: EditorHand): Promise<void>;
}

/** A hand at the editor's canvas. */
export class EditorHand {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async key(...chords: readonly string[]): Promise<void> {
    for (const chord of chords) {
      await this.page.keyboard.press(chord);
    }
  }

  async hover(spot: Spot): Promise<void> {
    const { x, y } = await this.#pixel(spot);
    await this.page.mouse.move(x, y, { steps: 6 });
  }

  async click(...spots: readonly Spot[]): Promise<void> {
    for (const spot of spots) {
      await this.hover(spot);
      await this.page.mouse.down();
      await this.page.mouse.up();
    }
  }

  /** Presses at the first spot and goes to the others, without lifting the pen. */
  async press(first: Spot, ...rest: readonly Spot[]): Promise<void> {
    await this.hover(first);
    await this.page.mouse.down();
    for (const spot of rest) {
      await this.hover(spot);
    }
  }

  async drag(first: Spot, ...rest: readonly Spot[]): Promise<void> {
    await this.press(first, ...rest);
    await this.page.mouse.up();
  }

  async #pixel([x, y]: Spot): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.page.getByLabel('Picture with its masks').boundingBox();
    if (box === null) {
      throw new Error('The canvas is not to be seen.');
    }
    return { x: Math.round(box.x + box.width * x), y: Math.round(box.y + box.height * y) };
  }
}

/** What was told of the last scene is put away. */
async function quietened(page: Page): Promise<void> {
  const dismiss = page.locator('.toasts').getByRole('button', { name: 'Close' });
  while ((await dismiss.count()) > 0) {
    await dismiss.first().click();
  }
}

/** The tools, their options, the canvas and the line of help: what a tool is about, without the panel. */
async function toolsAndCanvas(page: Page): Promise<Clip> {
  const tools = await page.getByRole('toolbar', { name: 'Tools' }).boundingBox();
  const panel = await page.getByRole('complementary', { name: 'Objects and view' }).boundingBox();
  if (tools === null || panel === null) {
    throw new Error('The editor is not to be seen.');
  }
  return { x: tools.x, y: tools.y, width: panel.x - tools.x, height: tools.height };
}

/** Opens the picture, uses the tool, photographs, and takes back what was done. */
export async function photographEditor(page: Page, scene: Scene, path: string): Promise<void> {
  await page.keyboard.press('F5');
  await page.locator(`[data-index="${String(scene.picture)}"]`).dblclick();
  await page.locator('[data-saving="saved"]').waitFor();
  await quietened(page);
  const hand = new EditorHand(page);
  await scene.use(hand);
  await settled(page);
  await page.screenshot({ path, type: 'jpeg', quality: 82, clip: await toolsAndCanvas(page) });
  await page.mouse.up();
  await hand.key('Escape', 'Escape');
  while (await page.getByRole('button', { name: 'Undo' }).first().isEnabled()) {
    await hand.key('Control+z');
    await page.locator('[data-saving="saved"]').waitFor();
  }
}
