import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { StudioError } from '../../../../app/contract/errors.ts';
import { writeModel } from '../../../../app/learning/files/model-files.ts';
import { startingWeights } from '../../../../app/learning/models/weights.ts';
import { fitFile } from '../../../../app/learning/weights/fit-file.ts';
import { narrowNetworks } from '../../../parity/narrow-networks.ts';

/** Files as Keras, PyTorch and safetensors write them, cut off and with bytes changed: read or refused in words, always soon. */

const folder = mkdtempSync(join(tmpdir(), 'maskwright-fuzz-'));
const runs = Number(process.env.MASKWRIGHT_FUZZ ?? 250);
const longestMs = 2_000;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const change = fc.oneof(
  fc.record({
    kind: fc.constant('cut' as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    // What says how things lie stands mostly at the beginning and at the end.
    share: fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.double({ min: 0.95, max: 1, noNaN: true }),
    ),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      fc.constantFrom(new Uint8Array(8).fill(255), new Uint8Array(4), new Uint8Array(8)),
    ),
  }),
);

const formats = [
  'unet.keras',
  'unet.weights.h5',
  'unet.h5',
  'many.h5',
  'chunked.h5',
  'unet.pt',
  'unet.safetensors',
  'model.json',
] as const;

function wholeOf(name: string): Buffer {
  if (name === 'model.json') {
    // Written by ourselves, with its file of numbers beside it.
    writeModel(folder, {
      network: narrowNetworks.unet,
      values: startingWeights(narrowNetworks.unet, 1),
      topology: {},
      metadata: {},
    });
    return readFileSync(join(folder, name));
  }
  return gunzipSync(readFileSync(new URL(`../../../fixtures/weights/${name}.gz`, import.meta.url)));
}

test.each(formats)(
  'a changed %s is read or refused, within its own size',
  (name) => {
    const whole = wholeOf(name);
    const path = join(folder, name);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = Buffer.from(whole);
        for (const each of changes) {
          const at = Math.floor(each.share * bytes.length);
          if (each.kind === 'cut') bytes = bytes.subarray(0, at);
          else bytes.set(each.bytes.subarray(0, bytes.length - at), at);
        }
        writeFileSync(path, bytes);
        const before = process.memoryUsage().arrayBuffers;
        const begun = performance.now();
        try {
          fitFile(path, narrowNetworks.unet);
        } catch (error) {
          expect(error).toBeInstanceOf(StudioError);
          expect((error as Error).message).toMatch(/^“.+” cannot be used for weights: .+; .+\.$/);
        }
        expect(performance.now() - begun).toBeLessThan(longestMs);
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
      }),
      { numRuns: runs },
    );
  },
  120_000,
);
