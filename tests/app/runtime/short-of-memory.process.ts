import { openTensorflow } from '../../../app/learning/backends/tensorflow.ts';
import { limitMemory } from '../../fixtures/limit-memory.ts';

/** Opens TensorFlow where a third of it has room, and says what it was told. */
limitMemory(300);
let told = 'opened';
try {
  await openTensorflow('train');
} catch (error) {
  told = error instanceof Error ? error.message : String(error);
}
process.stdout.write(`${told}\n`, () => process.exit(0));
