import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import type { WebGPUBackend, webgpu_util } from '@tensorflow/tfjs-backend-webgpu';

/** A number that a program of ours is told at each call; its type is as tfjs names it. */
export interface Told {
  readonly name: string;
  readonly type: 'float32' | 'uint32';
}

/** A program of ours in WGSL that makes each number of its answer from the numbers at the same place of its inputs. */
export interface Kernel {
  readonly name: string;
  /** Capital letters; in `body` the number of input X is `x`. All have the shape of the answer. */
  readonly inputs: readonly string[];
  readonly told: readonly Told[];
  /** What stands before `main`, such as functions. */
  readonly before?: string;
  /** An expression; `index` is the place, `uniforms.rate` a number told. */
  readonly body: string;
}

/** Makes a kernel known to tfjs; gives the function that runs it. What it gives lives in the tidy around the call. */
export function kernelOf(
  util: typeof webgpu_util,
  { name, inputs, told, before = '', body }: Kernel,
): (tensors: readonly Tensor[], numbers: Readonly<Record<string, number>>) => Tensor {
  const kernelName = `Maskwright${name}`;
  const [size, types] = [[64, 1, 1] as [number, number, number], { float32: 'f32', uint32: 'u32' }];
  function program(shape: number[]): Parameters<WebGPUBackend['runWebGPUProgram']>[0] {
    const layout = util.flatDispatchLayout(shape);
    return {
      shaderKey: kernelName,
      variableNames: [...inputs],
      uniforms: told.map((each) => `${each.name} : ${types[each.type]}, `).join(''),
      size: true,
      outputShape: shape,
      workgroupSize: size,
      dispatchLayout: layout,
      dispatch: util.computeDispatch(layout, shape, size),
      getUserCode: () => `
        ${before}
        fn main(index : i32) {
          if (index >= uniforms.size) { return; }
          ${inputs.map((input) => `let ${input.toLowerCase()} = get${input}ByOutputIndex(index);`).join('\n')}
          setOutputAtIndex(index, ${body});
        }`,
    };
  }
  // Undefined where there is none yet, whatever its type says.
  const known: unknown = tf.getKernel(kernelName, 'webgpu');
  if (known === undefined) {
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc({ inputs: given, backend, attrs }) {
        const tensors = inputs.map((input) => given[input] as TensorInfo);
        const numbers = attrs as Readonly<Record<string, number>>;
        return (backend as unknown as Pick<WebGPUBackend, 'runWebGPUProgram'>).runWebGPUProgram(
          program(tensors[0]?.shape ?? []),
          tensors,
          'float32',
          told.map((each) => ({ type: each.type, data: [numbers[each.name] ?? NaN] })),
        );
      },
    });
  }
  return (tensors, numbers) =>
    tf
      .engine()
      .runKernel<Tensor>(
        kernelName,
        Object.fromEntries(tensors.map((tensor, at) => [inputs[at] ?? '', tensor])),
        { ...numbers },
      );
}
