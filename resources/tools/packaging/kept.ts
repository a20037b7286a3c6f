import { basename } from 'node:path';
import type { Platform } from './platforms.ts';

/** Texts that a licence asks to hand on with the code. */
const legal = /^(licen[cs]e|copying|notice|patents|third[-_]?party)/i;

const dropped = [
  /\.(map|d\.[cm]?ts|ts|mts|cts|md|markdown|tsbuildinfo|html|flow|gypi?|cc|cpp|h|c|sh|bat)$/i,
  /(^|\/)(tests?|__tests__|docs?|examples?|benchmarks?|coverage|\.github)\//i,
  /(^|\/)(changelog|history|authors|makefile|\.[^/]*)$/i,
];

/** Networks of the person's own run on binaries for every system in one package. */
const onnxBinaries = /^bin\/napi-v\d+\//;

/** So does WebGPU; beside them lies what its makers build and publish it with. */
const dawnBinaries = /^dist\/([^/]+)\//;
const dawnBuild = /^build\//;

/** What WebAssembly loads by name: its programs, and what its threads begin with. */
const wasmParts = /^(dist\/[^/]+\.wasm|wasm-out\/[^/]+-threaded-simd(\.worker)?\.js)$/;

/**
 * Whether a file of a package travels with the app. `path` is relative to the root, `inside` to the package.
 * Of tfjs only what is reached, beside the binding and the parts of WebAssembly.
 */
export function isKept(
  path: string,
  inside: string,
  { reached, platform }: { readonly reached: ReadonlySet<string>; readonly platform: Platform },
): boolean {
  const name = basename(inside);
  if (legal.test(name) || name === 'package.json') {
    return true;
  }
  if (path.includes('/@tensorflow/')) {
    return reached.has(path) || wasmParts.test(inside);
  }
  if (path.includes('/onnxruntime-node/') && onnxBinaries.test(inside)) {
    return inside.includes(`/${platform.system}/${platform.arch}/`);
  }
  if (path.startsWith('node_modules/webgpu/')) {
    const system = dawnBinaries.exec(inside)?.[1];
    if (dawnBuild.test(inside)) return false;
    if (system !== undefined) return system === dawnSystem(platform);
  }
  return !dropped.some((pattern) => pattern.test(inside));
}

function dawnSystem({ system, arch }: Platform): string {
  return `${system}-${system === 'darwin' ? 'universal' : arch}`;
}
