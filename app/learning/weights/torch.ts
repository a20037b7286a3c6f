import { partOf, Refusal, type Bytes } from './bytes.ts';
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
import { readPickle, type Pickled, type TorchTensor } from './pickle.ts';
import type { Archive } from './zip.ts';

/**
 * A PyTorch state_dict as torch.save has written it since 1.6: a zip archive with the list of tensors as `data.pkl` and each
 * storage as a file of raw numbers. Checkpoints that hold it under `state_dict` or `model` are taken too.
 */

const kinds: Readonly<Record<string, NumberKind>> = {
  FloatStorage: 'f32',
  HalfStorage: 'f16',
  BFloat16Storage: 'bf16',
  DoubleStorage: 'f64',
  LongStorage: 'i64',
  ByteStorage: 'u8',
};

const mostListBytes = 64 * 2 ** 20;

export function torchListIn({ names }: Archive): string | null {
  return names.find((name) => name === 'data.pkl' || name.endsWith('/data.pkl')) ?? null;
}

export function readTorch(archive: Archive, list: string): FoundWeights {
  const folder = list.slice(0, -'data.pkl'.length);
  const littleEndian = orderOf(archive, folder);
  const pickled = archive.open(list);
  if (pickled.size > mostListBytes) throw new Refusal('its list of tensors is too large');
  const tensors: NamedTensor[] = [];
  for (const [name, tensor] of tensorsIn(readPickle(pickled.at(0, pickled.size)))) {
    if (name.length > mostNameLength) throw new Refusal('it is damaged: a name in it has no end');
    tensors.push(namedTensor(name, tensor, { archive, folder, littleEndian }));
  }
  return { format: 'PyTorch state_dict', layers: layersFromNames(tensors) };
}

function orderOf(archive: Archive, folder: string): boolean {
  const name = `${folder}byteorder`;
  if (!archive.names.includes(name)) return true;
  const bytes = archive.open(name);
  return bytes.at(0, Math.min(bytes.size, 8)).toString('latin1').trim() !== 'big';
}

/** The names of a checkpoint under which trainers keep what the network has learned. */
const mostWithin = 2;
const usualNames = ['state_dict', 'model_state_dict', 'model', 'net', 'network', 'params'];

function tensorsIn(pickled: Pickled, depth = 0): readonly (readonly [string, TorchTensor])[] {
  if (!(pickled instanceof Map) || depth > mostWithin) throw noList();
  const own = [...pickled].flatMap(([name, value]) =>
    typeof name === 'string' && isTensor(value) ? [[name, value] as const] : [],
  );
  if (own.length > 0) return own.slice(0, mostTensors);
  for (const name of usualNames) {
    const inner = pickled.get(name);
    if (inner instanceof Map) return tensorsIn(inner, depth + 1);
  }
  throw noList();
}

function isTensor(value: Pickled): value is TorchTensor {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor';
}

function noList(): Refusal {
  return new Refusal(
    'it holds no list of tensors',
    'save the weights alone, with torch.save(model.state_dict(), path)',
  );
}

function namedTensor(
  name: string,
  { storage, offset, shape, strides }: TorchTensor,
  { archive, folder, littleEndian }: { archive: Archive; folder: string; littleEndian: boolean },
): NamedTensor {
  const count = countOf(shape, name);
  const kind = Object.hasOwn(kinds, storage.type) ? kinds[storage.type] : undefined;
  const read = (): Float32Array => {
    if (kind === undefined) {
      throw new Refusal(
        `“${shortened(name)}” is kept as ${storage.type}`,
        'save it as 32-bit or 16-bit floats',
      );
    }
    const bytes = archive.open(`${folder}data/${storage.key}`);
    checkPlace({ name, offset, shape, strides }, bytes, { kind, count: storage.count });
    const size = bytesPerNumber[kind];
    const whole = partOf(bytes, offset * size, spanOf(shape, strides) * size);
    return strided(floatsFrom(whole.at(0, whole.size), kind, littleEndian), shape, strides, count);
  };
  return { name, shape, read };
}

function checkPlace(
  { name, offset, shape, strides }: { name: string } & Omit<TorchTensor, 'kind' | 'storage'>,
  bytes: Bytes,
  { kind, count }: { kind: NumberKind; count: number },
): void {
  if (bytes.size !== count * bytesPerNumber[kind]) {
    throw new Refusal(
      `“${shortened(name)}” should be kept in ${count * bytesPerNumber[kind]} bytes, and is in ${bytes.size}`,
    );
  }
  const isInside =
    Number.isSafeInteger(offset) &&
    offset >= 0 &&
    strides.length === shape.length &&
    strides.every((stride) => Number.isSafeInteger(stride) && stride >= 0) &&
    offset + spanOf(shape, strides) <= count;
  // Strides that overlap would make much out of little.
  if (!isInside || countOf(shape, name) > count) {
    throw new Refusal(`it is damaged: “${shortened(name)}” lies outside of what is kept of it`);
  }
}

/** From the first to behind the last number. */
function spanOf(shape: readonly number[], strides: readonly number[]): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, side, at) => span + (side - 1) * (strides[at] ?? 0), 1);
}

/** In the order of its sides, however it lies: channels_last is another order of the same numbers. */
function strided(
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  count: number,
): Float32Array {
  const result = new Float32Array(count);
  let to = 0;
  function walk(side: number, from: number): void {
    if (side === shape.length) {
      result[to++] = values[from]!;
      return;
    }
    for (let nth = 0; nth < (shape[side] ?? 0); nth++) {
      walk(side + 1, from + nth * (strides[side] ?? 0));
    }
  }
  walk(0, 0);
  return result;
}
