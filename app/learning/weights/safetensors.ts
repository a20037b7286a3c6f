import { endianness } from 'node:os';
import type { Bytes } from './bytes.ts';
import { partOf, Refusal } from './bytes.ts';
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
 * safetensors: eight bytes with the length of a header, the header as JSON (for each tensor dtype, shape and where it begins and
 * ends), then the numbers, little-endian and without gaps. Nothing in it can be executed.
 * Source: https://github.com/huggingface/safetensors, "Format".
 */

/** The format's own limit is 100 MB; a header of ten thousand tensors has one. */
const mostHeaderBytes = 16 * 2 ** 20;

const kinds: Readonly<Record<string, NumberKind>> = {
  F16: 'f16',
  BF16: 'bf16',
  F32: 'f32',
  F64: 'f64',
  U8: 'u8',
  I64: 'i64',
};

export function isSafetensors(bytes: Bytes): boolean {
  if (bytes.size < 10) return false;
  const beginning = bytes.at(0, 9);
  return beginning.readBigUInt64LE() < 2n ** 32n && beginning[8] === 0x7b;
}

/** Throws a `Refusal` for anything that is not as the format says. */
export function readSafetensors(bytes: Bytes): FoundWeights {
  const headerBytes = Number(bytes.at(0, 8).readBigUInt64LE());
  if (headerBytes > mostHeaderBytes) {
    throw new Refusal(`its header would be larger than ${mostHeaderBytes / 2 ** 20} MiB`);
  }
  const header = parsed(bytes.at(8, headerBytes));
  const data = partOf(bytes, 8 + headerBytes, bytes.size - 8 - headerBytes);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (entries.length > mostTensors) throw new Refusal('it lists more tensors than any network has');
  const tensors = entries.map(([name, entry]) => tensorOf(name, entry, data));
  const promised = tensors.reduce((sum, { bytes: own }) => sum + own, 0);
  if (promised !== data.size) {
    throw new Refusal(`its header lists ${promised} bytes of numbers, and ${data.size} follow`);
  }
  // Python's writer sorts by name, where 10 comes before 2.
  const ordered = tensors
    .map(({ tensor }) => tensor)
    .sort((a, b) => byNumbers.compare(a.name, b.name));
  return { format: 'safetensors', layers: layersFromNames(ordered) };
}

/** The same format from arrays: what a run starts from is kept so. */
export function safetensorsFrom(
  tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: Float32Array;
  }[],
): Buffer {
  if (endianness() !== 'LE') throw new Error('Weights are kept little-endian.');
  let end = 0;
  const header = Object.fromEntries(
    tensors.map(({ name, shape, values }) => {
      const begin = end;
      end += values.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
    }),
  );
  // Padded, so that the numbers begin where a float may.
  const json = JSON.stringify(header);
  const text = Buffer.from(json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const numbers = tensors.map(({ values }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  return Buffer.concat([length, text, ...numbers]);
}

const byNumbers = new Intl.Collator('en', { numeric: true });

function parsed(text: Buffer): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(text.toString('utf8'));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
      return header as Record<string, unknown>;
    }
  } catch {
    // Told below: what it is instead does not matter.
  }
  throw new Refusal('its header is no list of tensors');
}

function tensorOf(
  name: string,
  entry: unknown,
  data: Bytes,
): { readonly tensor: NamedTensor; readonly bytes: number } {
  const { dtype, shape, data_offsets: place } = (entry ?? {}) as Record<string, unknown>;
  if (
    name.length > mostNameLength ||
    typeof dtype !== 'string' ||
    !isNumbers(shape) ||
    !isNumbers(place) ||
    place.length !== 2
  ) {
    throw new Refusal(`its header says of “${shortened(name)}” what cannot be`);
  }
  const [begin = 0, end = 0] = place;
  const kind = Object.hasOwn(kinds, dtype) ? kinds[dtype] : undefined;
  const count = countOf(shape, name);
  const part = partOf(data, begin, end - begin);
  if (kind !== undefined && part.size !== count * bytesPerNumber[kind]) {
    throw new Refusal(
      `“${shortened(name)}” should take ${count * bytesPerNumber[kind]} bytes, and its header gives it ${part.size}`,
    );
  }
  const read = (): Float32Array => {
    if (kind === undefined) {
      throw new Refusal(
        `“${shortened(name)}” is kept as ${shortened(dtype)}`,
        'save it as 32-bit or 16-bit floats',
      );
    }
    return floatsFrom(part.at(0, part.size), kind);
  };
  return { tensor: { name, shape, read }, bytes: part.size };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}
