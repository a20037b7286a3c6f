import { findGpu } from './webgpu-adapter.ts';

/**
 * Asks Dawn for a graphics card and writes the answer as one line of JSON: drivers are loaded for that, and a bad one ends
 * this process instead of the studio.
 */
try {
  const { name, isSoftware } = await findGpu();
  answer({ name, isSoftware });
} catch (error) {
  answer({ reason: error instanceof Error ? error.message : String(error) });
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`, () => {
    process.exit(0);
  });
}
