import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sam2Decoder, sam2PromptDecoder, samDecoder } from './decoders.ts';
import { sam2Encoder, sam2VisionEncoder, samEncoder } from './encoders.ts';

const files = {
  samEncoder: () => samEncoder('bytes'),
  samEncoderNormalised: () => samEncoder('normalised'),
  samDecoder: () => samDecoder(),
  samDecoderSingle: () => samDecoder({ masks: 1 }),
  samDecoderLarge: () => samDecoder({ lowResolution: false }),
  sam2Encoder: () => sam2Encoder(),
  sam2Decoder: () => sam2Decoder(),
  sam2VisionEncoder: () => sam2VisionEncoder(),
  sam2PromptDecoder: () => sam2PromptDecoder(),
} as const;

export type PromptNetworks = Readonly<Record<keyof typeof files, string>>;

/** Answers where each network lies. */
export function writePromptNetworks(folder: string): PromptNetworks {
  mkdirSync(folder, { recursive: true });
  const written = Object.entries(files).map(([name, draw]) => {
    const path = join(folder, `${name}.onnx`);
    writeFileSync(path, draw());
    return [name, path] as const;
  });
  return Object.fromEntries(written) as PromptNetworks;
}
