// Opens a model folder with tfjs and nothing of ours, and answers its probabilities for a picture that is a formula.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
const [folder, side] = process.argv.slice(2);
const modelJson = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
const [group] = modelJson.weightsManifest;
const bytes = await readFile(join(folder, group.paths[0]));
const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
await tf.setBackend('cpu');
const model = await tf.loadLayersModel(
  tf.io.fromMemory({
    modelTopology: modelJson.modelTopology,
    weightSpecs: group.weights,
    weightData,
  }),
);
const picture = Float32Array.from(
  { length: side * side * 3 },
  (_, at) => ((at * 7919) % 256) / 255,
);
const answer = model.predict(tf.tensor4d(picture, [1, Number(side), Number(side), 3]));
process.send([...answer.dataSync()]);
process.disconnect();
