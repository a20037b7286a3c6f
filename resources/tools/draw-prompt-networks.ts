/**
 * Writes the random-weight encoders and decoders that the tests click with, in the shapes in which MobileSAM and SAM 2 are
 * published: node resources/tools/draw-prompt-networks.ts FOLDER. They find no objects: they answer discs around points.
 */
import { resolve } from 'node:path';
import { writePromptNetworks } from './prompt-networks/write.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Usage: node resources/tools/draw-prompt-networks.ts FOLDER\n');
  process.exit(2);
}
for (const path of Object.values(writePromptNetworks(resolve(folder)))) {
  process.stdout.write(`${path}\n`);
}
