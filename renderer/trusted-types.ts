import openCvWorker from './canvas/opencv/opencv-worker.ts?worker&url';
import pixelWorker from './canvas/worker/pixel-worker.ts?worker&url';

interface Rules {
  createHTML(text: string): string | null;
  createScriptURL(address: string): string | null;
}

interface PolicyFactory {
  createPolicy(name: 'default', rules: Rules): unknown;
}

/** The scripts that workers may be started with: our own, each by its whole address. */
const workers: ReadonlySet<string> = new Set(
  [openCvWorker, pixelWorker].map((address) => new URL(address, document.baseURI).href),
);

/**
 * The page refuses to make markup of text, and this is the one exception: Konva empties the element of its stage by
 * setting its markup to nothing. Nor does it run a script from an address that is made of text, but for our workers'.
 * To be imported before anything draws.
 */
const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === '' ? text : null),
  createScriptURL: (address) =>
    workers.has(new URL(address, document.baseURI).href) ? address : null,
});
