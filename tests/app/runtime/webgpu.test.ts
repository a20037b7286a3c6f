import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { softwareGpu } from '../../fixtures/software-gpu.ts';

/** What the studio hears of the graphics card, in a process with this environment. */
async function cardIn(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const room = fileURLToPath(new URL('../../../app/runtime/webgpu.ts', import.meta.url));
  const ask = `const { webgpuCard } = await import(${JSON.stringify(room)}); console.log(JSON.stringify(await webgpuCard()));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', ask],
    { env: { PATH: process.env.PATH, ...environment } },
  );
  return JSON.parse(stdout);
}

test('a graphics card that is only software is none that a run should be given', async () => {
  expect(await cardIn(softwareGpu)).toEqual({
    reason:
      'WebGPU finds no graphics card, only “SwiftShader Device (Subzero)”: the processor in its place, which takes far longer than WebAssembly.',
  });
});

test('no driver: the reason says what is missing and what to install', async () => {
  const { LD_LIBRARY_PATH = '' } = softwareGpu;
  expect(await cardIn({ LD_LIBRARY_PATH, VK_DRIVER_FILES: '/nowhere.json' })).toEqual({
    reason: expect.stringMatching(
      /^WebGPU found no graphics card with a driver for Vulkan .* Install the newest driver/,
    ) as string,
  });
});

/** A driver that ends whoever loads it. */
const deadly =
  '--import=data:text/javascript,process.argv[1]?.endsWith("webgpu-process.ts")%26%26process.abort()';

test('a driver that ends its process ends no other, and is told of', async () => {
  const { LD_LIBRARY_PATH = '' } = softwareGpu;
  expect(await cardIn({ LD_LIBRARY_PATH, NODE_OPTIONS: deadly })).toEqual({
    reason: expect.stringContaining('The driver of the graphics card failed') as string,
  });
});

test('an engine is told what its studio found, and asks no driver', async () => {
  const room = new URL('../../../app/runtime/webgpu.ts', import.meta.url).href;
  const script = `
    const { webgpuCard, webgpuEnvironment } = await import(${JSON.stringify(room)});
    const before = webgpuEnvironment();
    await webgpuCard();
    console.log(JSON.stringify([before, webgpuEnvironment()]));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { env: { PATH: process.env.PATH, ...softwareGpu } },
  );
  const [before, after] = JSON.parse(stdout) as [object, Record<string, string>];
  expect(before).toEqual({});
  const { LD_LIBRARY_PATH = '' } = softwareGpu;
  // Whoever asked here all the same would hear of this death.
  expect(await cardIn({ LD_LIBRARY_PATH, NODE_OPTIONS: deadly, ...after })).toEqual({
    reason: expect.stringContaining('WebGPU finds no graphics card') as string,
  });
});

test('a choice that never comes to WebGPU loads no driver for it', async () => {
  const room = new URL('../../../app/runtime/backends.ts', import.meta.url).href;
  const script = `
    const { backendOffers } = await import(${JSON.stringify(room)});
    const choices = [{ backend: 'auto', gpu: 'none' }, { backend: 'wasm', gpu: 'auto' }, { backend: 'auto', gpu: 'auto' }];
    const told = [];
    for (const choice of choices) told.push((await backendOffers(choice))[1].reason);
    console.log(JSON.stringify(told));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { env: { PATH: process.env.PATH, ...softwareGpu, NODE_OPTIONS: deadly } },
  );
  expect(JSON.parse(stdout)).toEqual([
    'It was not asked for.',
    'It was not asked for.',
    expect.stringContaining('failed when it was asked for the card'),
  ]);
});
