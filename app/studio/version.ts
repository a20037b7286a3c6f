import { readFileSync } from 'node:fs';

interface Package {
  readonly version: string;
  readonly homepage?: string;
}

let known: Package | undefined;

function ownPackage(): Package {
  known ??= readPackage('package.json');
  return known;
}

function readPackage(path: string): Package {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  return JSON.parse(text) as Package;
}

/** The program's version, from its package. */
export function programVersion(): string {
  return ownPackage().version;
}

/** Where a person finds whoever makes it; null when the package names no place. */
export function programHomepage(): string | null {
  return ownPackage().homepage ?? null;
}

/** Of the TensorFlow.js that is installed beside it. Read, not loaded: only the engine loads it. */
export function tensorflowJsVersion(): string {
  return readPackage('node_modules/@tensorflow/tfjs/package.json').version;
}
