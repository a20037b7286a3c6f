import { build } from 'esbuild';
import { join } from 'node:path';
import { root } from '../checks/step.ts';

const engine = 'app/entry/engine-process.ts';
/** Loaded by a require that is built at run time, so nobody can see it from the sources. */
const binding = 'node_modules/@tensorflow/tfjs-node-gpu/dist/index.js';

/**
 * Files of tfjs's packages that the engine can load, relative to the root. They bring each of their bundles in six shapes,
 * of which Node takes one: the rest is nine tenths of them.
 */
export async function reachedFiles(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [engine, binding].map((path) => join(root, path)),
    outdir: join(root, 'dist', 'never-written'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    // These load files by names they put together, so all of them are kept anyway.
    external: ['@mapbox/node-pre-gyp', 'sharp'],
    logLevel: 'silent',
  });
  return new Set(Object.keys(metafile.inputs).filter((path) => path.includes('/@tensorflow/')));
}
