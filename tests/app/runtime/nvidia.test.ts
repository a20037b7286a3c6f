import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readManifest } from '../../../app/runtime/manifest.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-nvidia-'));
  // Each test asks a computer of its own: what was found is kept for the life of a process.
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The driver's own program, as a computer with such a card has it. */
function installDriver(script: string): void {
  const file = join(folder, 'nvidia-smi');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
}

async function offered(build: 'cpu' | 'cuda') {
  const { cudaOffer } = await import('../../../app/runtime/nvidia.ts');
  return cudaOffer(readManifest(), { build });
}

test('a computer with a card is offered the library for it, with its size', async () => {
  installDriver('echo "NVIDIA GeForce RTX 4060, 8188 MiB, 580.65"');
  const offer = await offered('cpu');
  expect(offer?.card).toBe('NVIDIA GeForce RTX 4060');
  expect(offer?.bytes).toBeGreaterThan(1e9);
});

test('whoever has it is not asked again', async () => {
  installDriver('echo "NVIDIA GeForce RTX 4060, 8188 MiB, 580.65"');
  expect(await offered('cuda')).toBeNull();
});

test('a driver that fails is no card', async () => {
  installDriver('echo "NVIDIA-SMI has failed"; exit 9');
  expect(await offered('cpu')).toBeNull();
});
