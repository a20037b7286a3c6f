import { readFileSync } from 'node:fs';
import {
  parseRuntimeManifest,
  type Build,
  type Library,
  type Member,
  type RuntimeManifest,
} from '../contract/runtime-manifest.ts';

const shipped = new URL('../../resources/runtime/manifest.json', import.meta.url);

/** What is pinned; written by resources/tools/pin-runtime.ts. */
export function readManifest(file: URL | string = shipped): RuntimeManifest {
  return parseRuntimeManifest(JSON.parse(readFileSync(file, 'utf8')));
}

/** The computer's kind as the manifest names it, such as "linux-x64". */
export function platformName(): string {
  return `${process.platform}-${process.arch}`;
}

export function libraryOf(manifest: RuntimeManifest, build: Build): Library | null {
  return (
    manifest.libraries.find(
      (library) => library.build === build && library.platform === platformName(),
    ) ?? null
  );
}

/** The files of a library that reach the engine, all of its wheels together. */
export function loadedMembers({ wheels }: Library): readonly Member[] {
  return wheels.flatMap(({ members }) => members);
}

export function buildInWords(build: Build): string {
  return build === 'cuda' ? 'CUDA' : 'CPU';
}

export function fetchedBytes({ wheels }: Library): number {
  return wheels.reduce((sum, { bytes }) => sum + bytes, 0);
}
