import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gpuEnvironment } from '../../../app/runtime/gpu-environment.ts';
import { readManifest } from '../../../app/runtime/manifest.ts';
import { cardsFromProc, unfitness, type NvidiaCard } from '../../../app/runtime/nvidia.ts';

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

const told = '0, GPU-1f2e, NVIDIA GeForce RTX 4060, 580.65, 8.9, 8188, 7900';

describe('the library for NVIDIA cards', () => {
  test('is offered to a computer with a card, with its size', async () => {
    installDriver(`echo "${told}"`);
    const offer = await offered('cpu');
    expect(offer?.card).toBe('NVIDIA GeForce RTX 4060');
    expect(offer?.bytes).toBeGreaterThan(1e9);
  });

  test('is not offered to whoever has it', async () => {
    installDriver(`echo "${told}"`);
    expect(await offered('cuda')).toBeNull();
  });

  test.each([
    ['a driver that fails', 'echo "NVIDIA-SMI has failed"; exit 9'],
    ['a driver that is too old', `echo "${told.replace('580.65', '470.1')}"`],
    ['a card that is too old', `echo "${told.replace('8.9', '5.2')}"`],
  ])('is not offered where it could not run: %s', async (_name, script) => {
    installDriver(script);
    expect(await offered('cpu')).toBeNull();
  });
});

test('without nvidia-smi the module of the kernel tells of the cards', () => {
  const card = join(folder, 'gpus', '0000:01:00.0');
  mkdirSync(card, { recursive: true });
  writeFileSync(
    join(folder, 'version'),
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\n',
  );
  writeFileSync(
    join(card, 'information'),
    'Model: \t\t NVIDIA RTX A2000\nIRQ:   \t\t 131\nGPU UUID: \t GPU-77aa\nBus Type: \t PCIe\n',
  );
  const [found] = cardsFromProc(folder);
  expect(found).toMatchObject({ id: 'GPU-77aa', name: 'NVIDIA RTX A2000', driver: '535.104.05' });
  expect(unfitness(found!)).toBeNull();
  expect(cardsFromProc(join(folder, 'none'))).toEqual([]);
});

describe('what TensorFlow is told of cards', () => {
  function card(index: number, name: string, more: Partial<NvidiaCard> = {}): NvidiaCard {
    const id = `GPU-${String(index)}${String(index)}`;
    const known = { driver: '580.65', capability: '8.6', memoryMb: 12_288, freeMb: 12_000 };
    return { index, id, name, ...known, ...more };
  }
  const cards = [
    card(0, 'NVIDIA Quadro M2000', { capability: '5.2' }),
    card(1, 'NVIDIA GeForce RTX 3060'),
    card(2, 'NVIDIA RTX A6000'),
  ];
  const seen = (gpu: string, gpuMemoryMb = 0) => gpuEnvironment({ gpu, gpuMemoryMb }, cards);

  beforeEach(() => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', undefined);
  });

  test('memory grows on demand, and one card is seen: the first that it runs on', () => {
    expect(seen('auto')).toEqual({
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      CUDA_VISIBLE_DEVICES: 'GPU-11',
    });
  });

  test.each(['2', 'a6000', 'gpu-22'])('a card is found by “%s”', (gpu) => {
    expect(seen(gpu)).toMatchObject({ CUDA_VISIBLE_DEVICES: 'GPU-22' });
  });

  test('“none” hides every card; what the environment chose is left to it', () => {
    expect(seen('none')).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1' });
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '2');
    expect(seen('auto')).not.toHaveProperty('CUDA_VISIBLE_DEVICES');
  });

  test('a limit leaves free what is beyond it', () => {
    expect(seen('1', 4_000)).toMatchObject({ TF_DEVICE_MIN_SYS_MEMORY_IN_MB: '8000' });
    expect(seen('1', 20_000)).not.toHaveProperty('TF_DEVICE_MIN_SYS_MEMORY_IN_MB');
    const silent = [card(0, 'NVIDIA T4', { freeMb: null })];
    expect(() => gpuEnvironment({ gpu: 'auto', gpuMemoryMb: 1_000 }, silent)).toThrow(
      /NVIDIA T4 is free is not known.*without a limit/,
    );
  });

  test('a card that is not here, or too old, is refused in a sentence', () => {
    expect(() => seen('titan')).toThrow(
      /no NVIDIA card “titan” here, but 0 \(NVIDIA Quadro M2000\)/,
    );
    expect(() => seen('0')).toThrow(/compute capability is 5\.2/);
  });
});
