import { createRequire } from 'node:module';
import { started, type OpenCv } from '../../../renderer/canvas/opencv/opencv.ts';

/** By `require`: an import would wait for its `then`, which answers with itself for ever. */
export async function nodeOpenCv(): Promise<{ readonly cv: OpenCv }> {
  return started(createRequire(import.meta.url)('@techstark/opencv-js'));
}
