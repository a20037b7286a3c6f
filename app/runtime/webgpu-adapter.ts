import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as dawn from 'webgpu';
import { StudioError } from '../contract/errors.ts';

/** A graphics card, or what stands in for one, as WebGPU reaches it through Dawn. */
export interface Gpu {
  /** For a person, such as “NVIDIA GeForce RTX 3060”. */
  readonly name: string;
  /** Through which of the system's interfaces it is reached. */
  readonly interface: 'Vulkan' | 'Direct3D 12' | 'Metal';
  /** True where the processor only plays a graphics card, which is good for tests and slower than anything else we have. */
  readonly isSoftware: boolean;
  readonly adapter: GPUAdapter;
  /** Dawn, which lives as long as somebody holds it; so does this process. */
  readonly instance: GPU;
}

const interfaces = {
  linux: ['vulkan', 'Vulkan'],
  win32: ['d3d12', 'Direct3D 12'],
  darwin: ['metal', 'Metal'],
} as const;

const otherwise = 'Until then, choose another backend.';

/**
 * The fastest graphics card there is; one that is software only where there is no other. Throws `unavailable` with what is
 * missing and what to do.
 */
export async function findGpu(): Promise<Gpu> {
  const [backend, title] = interfaceHere();
  const { create, globals } = await loadDawn();
  if (process.platform === 'linux' && !isLibraryThere('libvulkan.so.1')) {
    throw unavailable(
      `WebGPU needs Vulkan, whose library libvulkan.so.1 is not on this computer. Install it with the driver of the graphics card: on Debian and Ubuntu “mesa-vulkan-drivers” for AMD and Intel, the NVIDIA driver for NVIDIA. ${otherwise}`,
    );
  }
  // tfjs looks for the names of a browser.
  Object.assign(globalThis, globals);
  const instance = create([`backend=${backend}`]);
  const adapter = await instance.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw unavailable(
      `WebGPU found no graphics card with a driver for ${title} on this computer. Install the newest driver of the card and restart. ${otherwise}`,
    );
  }
  const { device, description, isFallbackAdapter } = adapter.info;
  const names = await namesOfAdapters(create, backend);
  return {
    name: names.find((name) => identifierOf(name) === device) ?? (device || description),
    interface: title,
    isSoftware: isFallbackAdapter,
    adapter,
    instance,
  };
}

function interfaceHere(): (typeof interfaces)[keyof typeof interfaces] {
  const { platform } = process;
  if (platform === 'linux' || platform === 'win32' || platform === 'darwin') {
    return interfaces[platform];
  }
  throw noBinary();
}

type Dawn = typeof dawn;

async function loadDawn(): Promise<Dawn> {
  const { platform, arch } = process;
  const folder = dirname(createRequire(import.meta.url).resolve('webgpu'));
  const system = `${platform}-${platform === 'darwin' ? 'universal' : arch}`;
  if (!existsSync(join(folder, 'dist', system, 'dawn.node'))) throw noBinary();
  try {
    return await import('webgpu');
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw unavailable(
      `WebGPU could not be loaded: ${reason} It needs a system of 2021 or later (glibc 2.34 on Linux). ${otherwise}`,
      cause,
    );
  }
}

function noBinary(): StudioError {
  return unavailable(
    `WebGPU does not run on this system (${process.platform}, ${process.arch}): it is there for Linux and Windows on x64 and arm64, and for macOS. Choose another backend.`,
  );
}

/** Whether the system's loader finds it, as it will for Dawn. */
function isLibraryThere(name: string): boolean {
  try {
    process.dlopen({ exports: {} }, name);
    return true;
  } catch (error) {
    // What is found and is no module of Node's is refused in other words.
    return error instanceof Error && !/cannot open shared object/i.test(error.message);
  }
}

/** What adapters are called: Dawn says it only to those who ask for one by a name that it does not know. */
async function namesOfAdapters(
  create: Dawn['create'],
  backend: string,
): Promise<readonly string[]> {
  try {
    await create([`backend=${backend}`, 'adapter=none of them']).requestAdapter();
    return [];
  } catch (error) {
    const list = error instanceof Error ? error.message : '';
    return [...list.matchAll(/name: '(.*)'$/gm)].flatMap(([, name = '']) => name);
  }
}

/** A name as it stands in an adapter's `info` (WebGPU, “normalized identifier string”). */
function identifierOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function unavailable(sentence: string, cause?: unknown): StudioError {
  return new StudioError('unavailable', sentence, { cause });
}
