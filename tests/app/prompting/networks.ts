import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PromptFiles } from '../../../app/contract/prompting.ts';
import {
  writePromptNetworks,
  type PromptNetworks,
} from '../../../resources/tools/prompt-networks/write.ts';

/** The drawn networks in a folder of their own, and a picture to click on. */
export interface DrawnNetworks {
  readonly folder: string;
  readonly networks: PromptNetworks;
  readonly sam: PromptFiles;
  readonly sam2: PromptFiles;
  /** With an input of its own for boxes. */
  readonly sam2Apart: PromptFiles;
  remove(): void;
}

export function drawNetworks(): DrawnNetworks {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-networks-'));
  const networks = writePromptNetworks(folder);
  return {
    folder,
    networks,
    sam: { encoder: networks.samEncoder, decoder: networks.samDecoder },
    sam2: { encoder: networks.sam2Encoder, decoder: networks.sam2Decoder },
    sam2Apart: { encoder: networks.sam2VisionEncoder, decoder: networks.sam2PromptDecoder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Coloured noise of that size. */
export async function drawPicture(
  folder: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<string> {
  const path = join(folder, `${String(width)}x${String(height)}.png`);
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 89) % 251);
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  return path;
}
