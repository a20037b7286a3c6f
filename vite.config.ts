import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { legacyMode, legacyPlugins } from './resources/tools/desktop/legacy-page.ts';

// The page runs under a strict content security policy: nothing is inlined, everything comes from its own origin.
export default defineConfig(({ mode }) => {
  const isLegacy = mode === legacyMode;
  return {
    root: 'renderer',
    base: './',
    plugins: [svelte(), ...(isLegacy ? legacyPlugins : [])],
    worker: { format: 'es' },
    build: {
      outDir: isLegacy ? '../dist/renderer-83' : '../dist/renderer',
      emptyOutDir: true,
      target: isLegacy ? 'chrome83' : 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
    },
  };
});
