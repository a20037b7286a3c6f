import { readManifest } from '../../../app/runtime/manifest.ts';
import { installLibrary } from '../../../app/runtime/install-library.ts';

/** One of two installers that meet: `node install-library.process.ts MANIFEST`. */
const manifest = readManifest(process.argv[2]);
await installLibrary(manifest, manifest.libraries[0]!, {
  signal: new AbortController().signal,
  onProgress() {
    // Nobody watches.
  },
});
