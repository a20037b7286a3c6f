import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { filterGradient, inputGradient } from './convolution-gradients.ts';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise-gradients.ts';
import { maxPoolGradient } from './pooling-gradient.ts';
import { bilinearGradient, nearestGradient } from './resizing-gradients.ts';

type Pictures = Readonly<Record<string, Tensor4D>>;

/**
 * What a network needs to learn in WebAssembly: the gradient by a filter is missing there (tensorflow/tfjs#8474), that
 * by an input is plain loops, more than ten times slower, both are missing where each channel is convolved by itself, and
 * that of pooling is wrong: in a picture of zeros, as a ReLU leaves them, only the first window gets any.
 */
export function mendWasm(): void {
  mend('wasm', 'Conv2DBackpropFilter', ({ x, dy }: Pictures, attributes) =>
    filterGradient(x!, dy!, attributes as Parameters<typeof filterGradient>[2]),
  );
  mend('wasm', 'Conv2DBackpropInput', ({ dy, filter }: Pictures, attributes) =>
    inputGradient(dy!, filter!, attributes as Parameters<typeof inputGradient>[2]),
  );
  mend('wasm', 'DepthwiseConv2dNativeBackpropFilter', ({ x, dy }: Pictures, attributes) =>
    depthwiseFilterGradient(x!, dy!, attributes as Parameters<typeof depthwiseFilterGradient>[2]),
  );
  mend('wasm', 'DepthwiseConv2dNativeBackpropInput', ({ dy, filter }: Pictures, attributes) =>
    depthwiseInputGradient(
      dy!,
      filter!,
      attributes as Parameters<typeof depthwiseInputGradient>[2],
    ),
  );
  mend('wasm', 'MaxPoolGrad', poolingGradient);
}

/** Of pixels that are equal the last gets what is the first's. */
export function mendWebgpu(): void {
  mend('webgpu', 'MaxPoolGrad', poolingGradient);
}

function poolingGradient({ dy, input, output }: Pictures, attributes: unknown): Tensor {
  return maxPoolGradient(
    dy!,
    { input: input!, output: output! },
    attributes as Parameters<typeof maxPoolGradient>[2],
  );
}

/**
 * The oracle has two faults of its own in tfjs 4.22: enlarging by the nearest pixel mixes the pictures of a batch up, and
 * enlarging between pixels takes height for width.
 */
export function mendCpu(): void {
  mend('cpu', 'ResizeNearestNeighborGrad', ({ images, dy }) => nearestGradient(images!, dy!));
  mend('cpu', 'ResizeBilinearGrad', ({ images, dy }) => bilinearGradient(images!, dy!));
}

function mend(
  backendName: string,
  kernelName: string,
  compute: (inputs: Pictures, attributes: unknown) => Tensor,
): void {
  // Undefined where there is none, whatever its type says.
  const known: unknown = tf.getKernel(kernelName, backendName);
  if (known !== undefined) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    backendName,
    kernelName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => compute(inputs as Pictures, attrs)),
  });
}
