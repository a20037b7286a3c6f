import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { ownLayersIn, parseSavedModel } from '../../contract/run-weights.ts';
import type { RunWeights } from '../../domain/run.ts';
import { runFolder } from '../../store/places.ts';
import { writeSafeFile } from '../../store/safe-file.ts';
import { makeFolder } from '../../store/make-folder.ts';
import type { JobWork } from '../jobs/job.ts';

/**
 * Copies a run's model to a folder. Where the network has stock layers only, any `tf.loadLayersModel` opens it; where tfjs
 * has none (`app/learning/models/own-layers.ts`), classes of their names are registered before. The weights are written and
 * read back first and `model.json` comes last, so that the folder never holds half a model.
 */
export async function exportModel(
  project: string,
  { run, weights, out }: { run: string; weights: RunWeights; out: string },
  { signal, progress }: JobWork,
): Promise<{
  out: string;
  run: string;
  weights: RunWeights;
  files: string[];
  /** What tfjs does not know of it. */
  ownLayers: readonly string[];
}> {
  const from = join(runFolder(project, run), weights);
  const model = readFileSync(join(from, 'model.json'));
  const text = model.toString('utf8');
  const [{ paths }] = parseSavedModel(text).weightsManifest;
  const files = [...paths, 'model.json'];
  makeFolder(out);
  for (const [index, name] of files.entries()) {
    signal.throwIfAborted();
    progress({ done: index, total: files.length, message: name });
    const content = name === 'model.json' ? model : readWeights(join(from, name), run);
    await writeSafeFile(join(out, name), content);
  }
  progress({ done: files.length });
  return { out, run, weights, files, ownLayers: ownLayersIn(text) };
}

/** A run that trains on replaces its weights under new names. */
function readWeights(path: string, run: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new StudioError(
      'busy',
      `The weights of “${run}” were replaced by newer ones while they were copied. Export again.`,
      { cause: error },
    );
  }
}
