import { inputShape, type Layer, type Network } from './network.ts';

/**
 * Multiplications, each with its addition, of one layer for one picture. Convolutions alone are counted, padding included,
 * as published figures do: what else there is takes a few operations a value, not thousands.
 */
export function multiplyAddsOf(network: Network, layer: Layer): number {
  switch (layer.kind) {
    case 'convolution': {
      const { width, height, channels } = layer.shape;
      return layer.kernel ** 2 * inputShape(network, layer).channels * channels * width * height;
    }
    case 'depthwise-convolution': {
      const { width, height, channels } = layer.shape;
      return layer.kernel ** 2 * channels * width * height;
    }
    case 'transposed-convolution': {
      // Each value that comes in is spread over a whole kernel.
      const { width, height, channels } = inputShape(network, layer);
      return layer.kernel ** 2 * channels * layer.shape.channels * width * height;
    }
    default:
      return 0;
  }
}
