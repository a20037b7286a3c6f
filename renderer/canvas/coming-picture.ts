import type { Cut, PictureCuts } from './opencv/picture-cuts.ts';
import type { PictureEdges } from './opencv/picture-edges.ts';
import type { PictureReading } from './worker/picture-reading.ts';

/**
 * What tools ask about a picture that may still be on its way: the answer waits for it, and nothing else does. When it
 * turns out to be missing the question rejects as if it had been taken back.
 */

export function comingReading(coming: Promise<PictureReading>): PictureReading {
  return {
    similar: async (params, signal) => (await coming).similar(params, signal),
    superpixels: async (sidePx, signal) => (await coming).superpixels(sidePx, signal),
    pixels: async (signal) => (await coming).pixels(signal),
  };
}

export function comingEdges(coming: Promise<PictureEdges>): PictureEdges {
  return { path: async (from, to) => (await coming).path(from, to) };
}

export function comingCuts(coming: Promise<PictureCuts>): PictureCuts {
  const ignored = (): void => undefined;
  return {
    warm: () => void coming.then((cuts) => cuts.warm()).catch(ignored),
    begin: (box): Cut => {
      const begun = coming.then((cuts) => cuts.begin(box));
      begun.catch(ignored);
      return {
        preview: async (hints, signal) => (await begun).preview(hints, signal),
        refined: async (signal) => (await begun).refined(signal),
        end: () => void begun.then((cut) => cut.end()).catch(ignored),
      };
    },
  };
}
