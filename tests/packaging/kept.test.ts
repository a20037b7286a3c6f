import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isKept } from '../../resources/tools/packaging/kept.ts';
import { platformNamed } from '../../resources/tools/packaging/platforms.ts';

it('what WebAssembly loads by name travels with the app', () => {
  const inside = [
    'dist/tfjs-backend-wasm-simd.wasm',
    'dist/tfjs-backend-wasm-threaded-simd.wasm',
    'wasm-out/tfjs-backend-wasm-threaded-simd.js',
    'wasm-out/tfjs-backend-wasm-threaded-simd.worker.js',
  ];
  for (const part of inside) {
    const path = `node_modules/@tensorflow/tfjs-backend-wasm/${part}`;
    expect(existsSync(path), path).toBe(true);
    const options = { reached: new Set<string>(), platform: platformNamed('linux-x64') };
    expect(isKept(path, part, options), path).toBe(true);
  }
});
