import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readManifest } from '../../../app/runtime/manifest.ts';

const manifest = readManifest();

test('every library brings the C API, and Linux has both builds', () => {
  expect(manifest.libraries.map(({ platform, build }) => `${platform} ${build}`)).toEqual([
    'darwin-arm64 cpu',
    'linux-arm64 cpu',
    'linux-x64 cpu',
    'linux-x64 cuda',
    'win32-x64 cpu',
  ]);
  for (const { wheels, platform } of manifest.libraries) {
    const [first] = wheels;
    expect(first?.version).toBe(manifest.tensorflow);
    const names = platform.startsWith('win32')
      ? ['_pywrap_tensorflow_common.dll']
      : ['libtensorflow_cc', 'libtensorflow_framework'];
    expect(first?.members.map(({ path }) => path)).toEqual(
      names.map((name): unknown => expect.stringContaining(name)),
    );
  }
});

test('names and hashes only: no host stands in the manifest or in the room', () => {
  const room = fileURLToPath(new URL('../../../app/runtime/', import.meta.url));
  const texts = readdirSync(room).map((name) => readFileSync(room + name, 'utf8'));
  for (const text of [...texts, JSON.stringify(manifest)]) {
    expect(text).not.toMatch(/https?:|pypi|\.org\b|\.com\b/);
  }
});
