import type { Plugin } from 'vite';

/** The mode of Vite in which the page is lowered for Chromium 83, which the test Electron brings. Nothing of it is shipped. */
export const legacyMode = 'legacy83';

/** Loads what that browser lacks before the page's first line, in this mode alone. */
const polyfillsFirst: Plugin = {
  name: 'polyfills-first',
  enforce: 'pre',
  transform(code, id) {
    return /\/renderer\/main\.ts$/.test(id) ? `import './polyfills-83.ts';\n${code}` : null;
  },
};

/** Svelte scopes its selectors with `:where(.svelte-x)`. Chromium knows that from 88 on, and drops a whole rule before. */
const unwhere: Plugin = {
  name: 'unwhere',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css')) {
        file.source = String(file.source).replaceAll(/:where\((\.svelte-[\w-]+)\)/g, '$1');
      }
    }
  },
};

export const legacyPlugins: readonly Plugin[] = [polyfillsFirst, unwhere];
