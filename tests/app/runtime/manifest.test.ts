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
  ]);
  for (const { wheels } of manifest.libraries) {
    const [first] = wheels;
    expect(first?.version).toBe(manifest.tensorflow);
    expect(first?.members.map(({ path }) => path)).toEqual([
      expect.stringContaining('libtensorflow_cc'),
      expect.stringContaining('libtensorflow_framework'),
    ]);
  }
});

test('names and hashes only: no host stands in the manifest or in the room', () => {
  const room = fileURLToPath(new URL('../../../app/runtime/', import.meta.url));
  const texts = readdirSync(room).map((name) => readFileSync(room + name, 'utf8'));
  for (const text of [...texts, JSON.stringify(manifest)]) {
    expect(text).not.toMatch(/https?:|pypi|\.org\b|\.com\b/);
  }
});
