import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { Refusal, withFile, type Bytes } from './bytes.ts';
import {
  countOf,
  layersFromNames,
  mostNameLength,
  mostTensors,
  shortened,
  type FoundWeights,
  type NamedTensor,
} from './found.ts';
import { bytesPerNumber, floatsFrom, type NumberKind } from './numbers.ts';

/**
 * A layers model of TensorFlow.js: `model.json` lists weights and the files beside it that hold their numbers one after the other.
 * Of its layers nothing is read. tfjs-node itself takes any path that such a list names; here it has to be a plain name of a file in
 * the same folder.
 */

const mostListBytes = 64 * 2 ** 20;
const mostShards = 10_000;
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/;

interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: NumberKind;
  /** Of weights that were kept as whole numbers. */
  readonly scale: { readonly scale: number; readonly min: number } | null;
}

export function isJson(bytes: Bytes): boolean {
  return bytes.size >= 2 && bytes.at(0, 1)[0] === 0x7b;
}

/** `path` is where the list itself is. */
export function readTfjs(bytes: Bytes, path: string): FoundWeights {
  if (bytes.size > mostListBytes) throw noModel();
  const groups = groupsIn(parsed(bytes.at(0, bytes.size)));
  const tensors = groups.flatMap(({ paths, weights }) => tensorsIn(weights, shards(path, paths)));
  if (tensors.length > mostTensors) throw new Refusal('it lists more weights than any network has');
  return { format: 'TensorFlow.js layers model', layers: layersFromNames(tensors) };
}

function parsed(text: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: what it is instead does not matter.
  }
  throw noModel();
}

function noModel(): Refusal {
  return new Refusal(
    'it is no layers model of TensorFlow.js',
    'choose the model.json that tf.LayersModel.save or the converter wrote; a graph model holds no layers',
  );
}

function groupsIn(
  model: Record<string, unknown>,
): readonly { readonly paths: readonly string[]; readonly weights: readonly Listed[] }[] {
  const { format, weightsManifest } = model;
  const isOther = format !== undefined && format !== 'layers-model';
  if (isOther || !Array.isArray(weightsManifest)) throw noModel();
  return weightsManifest.map((group: unknown) => {
    const { paths, weights } = (group ?? {}) as Record<string, unknown>;
    if (!Array.isArray(paths) || !Array.isArray(weights) || paths.length > mostShards) {
      throw noModel();
    }
    return {
      paths: paths.map((name: unknown) => {
        if (typeof name !== 'string' || !plainName.test(name)) {
          throw new Refusal(
            `it names “${shortened(String(name))}” as a file of weights, and only files beside it are read`,
            'put all files of the model into one folder',
          );
        }
        return name;
      }),
      weights: weights.map(listedFrom),
    };
  });
}

const kinds: Readonly<Record<string, NumberKind>> = {
  float32: 'f32',
  float16: 'f16',
  uint8: 'u8',
  uint16: 'u16',
};

function listedFrom(weight: unknown): Listed {
  const { name, shape, dtype, quantization } = (weight ?? {}) as Record<string, unknown>;
  const packed = (quantization ?? null) as Record<string, unknown> | null;
  const kept = packed?.dtype ?? dtype;
  const kind = typeof kept === 'string' && Object.hasOwn(kinds, kept) ? kinds[kept] : undefined;
  const isNumbers = Array.isArray(shape) && shape.every((side) => typeof side === 'number');
  if (typeof name !== 'string' || name.length > mostNameLength || !isNumbers) throw noModel();
  if (kind === undefined || dtype !== 'float32') {
    throw new Refusal(
      `“${shortened(name)}” is kept as ${shortened(String(kept))}`,
      'save it as 32-bit or 16-bit floats',
    );
  }
  const { scale, min } = packed ?? {};
  return {
    name,
    shape,
    kind,
    scale: typeof scale === 'number' && typeof min === 'number' ? { scale, min } : null,
  };
}

function tensorsIn(weights: readonly Listed[], data: Bytes): readonly NamedTensor[] {
  let end = 0;
  const tensors = weights.map(({ name, shape, kind, scale }): NamedTensor => {
    const begin = end;
    const size = countOf(shape, name) * bytesPerNumber[kind];
    end += size;
    return {
      name,
      shape,
      read() {
        const values = floatsFrom(data.at(begin, size), kind);
        return scale === null ? values : values.map((value) => value * scale.scale + scale.min);
      },
    };
  });
  if (end !== data.size) {
    throw new Refusal(
      `it lists ${end} bytes of weights, and the files beside it hold ${data.size}`,
      'put all files of the model into one folder',
    );
  }
  return tensors;
}

/** Several files as one. */
function shards(path: string, names: readonly string[]): Bytes {
  const folder = realpathSync(dirname(path));
  const files = names.map((name) => {
    const file = join(folder, name);
    return { file, size: sizeInside(folder, file, name) };
  });
  const size = files.reduce((sum, each) => sum + each.size, 0);
  return {
    size,
    at(offset, length) {
      if (offset + length > size) throw new RangeError('A weight lies behind the last file.');
      const parts: Buffer[] = [];
      let start = 0;
      for (const each of files) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + each.size);
        const before = start;
        if (to > from)
          parts.push(withFile(each.file, (bytes) => bytes.at(from - before, to - from)));
        start += each.size;
      }
      return Buffer.concat(parts);
    },
  };
}

/** A link among the files could lead anywhere. */
function sizeInside(folder: string, file: string, name: string): number {
  let real: string;
  try {
    real = realpathSync(file);
  } catch {
    throw new Refusal(
      `“${name}”, which holds weights of it, is not beside it`,
      'put all files of the model into one folder',
    );
  }
  if (!real.startsWith(folder + sep)) {
    throw new Refusal(
      `“${name}” beside it is a link to somewhere else`,
      'put all files of the model into one folder',
    );
  }
  return withFile(real, (bytes) => bytes.size);
}
