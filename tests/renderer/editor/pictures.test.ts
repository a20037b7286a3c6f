import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../app/contract/client.ts';
import type { Annotation } from '../../../app/domain/annotation.ts';
import { Drawing } from '../../../renderer/canvas/drawing/drawing.ts';
import { Pictures } from '../../../renderer/state/editor/pictures.ts';
import type { PictureDetail } from '../../../renderer/state/editor/picture-detail.ts';
import { polygonObject } from './desk.ts';

const size = { width: 40, height: 600 };

function square(x: number, y: number, side: number): readonly number[] {
  return [x, y, x + side, y, x + side, y + side, x, y + side];
}

/** A studio that holds one picture, which others may change. */
class Studio {
  asked = 0;
  annotations: readonly Annotation[] = [];
  readonly client = {
    call: (_method: 'image.get', { image: id }: { image: number }) => {
      this.asked++;
      return Promise.resolve({
        image: { id, turn: 1, ...size },
        annotations: this.annotations,
      } as unknown as PictureDetail);
    },
  } as unknown as Client;

  labels(): Uint16Array {
    return new Drawing({ size, turn: 1, annotations: this.annotations }).labels.values;
  }
}

let studio: Studio;
let pictures: Pictures;
let closed: number;
/** The browser is done with the file. */
let decode: (bitmap: object | null) => void;

beforeEach(() => {
  studio = new Studio();
  pictures = new Pictures(studio.client, { pixels: noWorker, openCv: noWorker });
  closed = 0;
  const decoded = new Promise<object>((resolve, reject) => {
    decode = (bitmap) => (bitmap === null ? reject(new Error('no picture')) : resolve(bitmap));
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('pixels')));
  vi.stubGlobal('createImageBitmap', () => decoded);
});
afterEach(() => vi.unstubAllGlobals());

const bitmap = {
  ...size,
  close: () => {
    closed++;
  },
};

function noWorker(): never {
  throw new Error('No tool asked for anything.');
}

async function opened(image: number): Promise<Drawing> {
  return pictures.drawing(await pictures.detail(image));
}

describe('a picture that is fetched ahead', () => {
  it('is opened as the studio holds it, without another question', async () => {
    studio.annotations = [
      polygonObject(7, 1, square(2, 2, 20)),
      { ...polygonObject(8, 2, square(10, 10, 25)), visible: false },
      { ...polygonObject(9, 1, square(0, 300, 40)), crowd: true },
      polygonObject(10, 2, square(5, 250, 30)),
    ];
    decode(bitmap);
    await pictures.fetchAhead(1, { masks: true });
    const drawing = await opened(1);
    expect(studio.asked).toBe(1);
    expect(drawing.objects.map(({ id, slot }) => [id, slot])).toEqual(
      [7, 8, 9, 10].map((id, n) => [id, n + 1]),
    );
    expect(drawing.labels.values).toEqual(studio.labels());
    expect(drawing.objects.map((object) => drawing.isEdited(object))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(pictures.arrived(1)).toEqual({
      source: { ...size, levels: [bitmap] },
      isComplete: true,
    });
  });

  it('is finished at once when it is opened half way, and is made anew for the next opening', async () => {
    studio.annotations = Array.from({ length: 30 }, (_, n) =>
      polygonObject(n + 1, 1, square(n, 9 * n, 10)),
    );
    const ahead = pictures.fetchAhead(1, { masks: true });
    const drawing = await opened(1);
    expect(drawing.labels.values).toEqual(studio.labels());
    expect(await opened(1)).not.toBe(drawing);
    decode(bitmap);
    await ahead;
  });

  it.each([[[1]], [[]]])('is dropped when it changes elsewhere (told of %j)', async (told) => {
    studio.annotations = [polygonObject(7, 1, square(2, 2, 20))];
    decode(bitmap);
    await pictures.fetchAhead(1, { masks: true });
    studio.annotations = [
      polygonObject(7, 1, square(8, 200, 20)),
      polygonObject(8, 2, square(0, 0, 5)),
    ];
    pictures.forgetDetails(told);
    const drawing = await opened(1);
    expect(drawing.labels.values).toEqual(studio.labels());
    expect(drawing.objects.map(({ id }) => id)).toEqual([7, 8]);
  });

  it('is dropped when it changes while its masks are made ready', async () => {
    studio.annotations = [polygonObject(7, 1, square(2, 2, 20))];
    decode(bitmap);
    const ahead = pictures.fetchAhead(1, { masks: true });
    await pictures.detail(1);
    studio.annotations = [];
    pictures.forgetDetails([1]);
    await ahead;
    expect((await opened(1)).objects).toEqual([]);
  });

  it('is let go of when others are kept, its pixels too', async () => {
    decode(bitmap);
    await pictures.fetchAhead(1, { masks: true });
    pictures.keep([2]);
    await expect.poll(() => closed).toBe(1);
    await pictures.detail(1);
    expect(studio.asked).toBe(2);
  });
});

describe('what tools ask about a picture that is still on its way', () => {
  it('waits for it, and is taken back when there is none', async () => {
    const { reading } = pictures.tools(1);
    let answer: unknown = null;
    const asked = reading.pixels(new AbortController().signal).catch((error: unknown) => {
      answer = error;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answer).toBeNull();
    decode(null);
    await asked;
    expect(answer).toMatchObject({ name: 'AbortError' });
    expect(pictures.arrived(1)).toEqual({ source: null, isComplete: true });
  });
});

describe('a picture that changes while it is asked for', () => {
  it('is asked for again once all that was done to it is there', async () => {
    studio.annotations = [polygonObject(7, 1, square(2, 2, 20))];
    let drained = 0;
    const coming = pictures.latestDetail(1, () => {
      drained++;
      studio.annotations = [polygonObject(8, 1, square(4, 4, 20))];
      return Promise.resolve();
    });
    pictures.forgetDetails([1]);
    expect((await coming).annotations.map(({ id }) => id)).toEqual([8]);
    expect([drained, studio.asked]).toEqual([1, 2]);
  });

  it('is not asked for again when it is let go of', async () => {
    const coming = pictures.latestDetail(1, () => Promise.resolve());
    pictures.keep([2]);
    await coming;
    expect(studio.asked).toBe(1);
  });
});
