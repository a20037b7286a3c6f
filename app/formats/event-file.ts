/**
 * TensorBoard's event files: records of TFRecord, each an Event in protocol buffers.
 * Written after tensorflow/core/util/event.proto, framework/summary.proto and lib/io/record_writer.cc.
 */

/** A figure of a step, for one curve. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly value: number;
}

/** A whole file: its version, then the figures in their order. */
export function eventFile(scalars: readonly Scalar[]): Buffer {
  const version = event(scalars[0]?.wallTime ?? 0, 0, text(3, 'brain.Event:2'));
  const figures = scalars.map(({ tag, step, wallTime, value }) => {
    const named = Buffer.concat([text(1, tag), Buffer.of(0x15), float32(value)]);
    return event(wallTime, step, nested(5, nested(1, named)));
  });
  return Buffer.concat([version, ...figures].map(record));
}

/** Fields: 1 wall time, a double; 2 step, left out where it is nought; then what happened. */
function event(wallTime: number, step: number, what: Buffer): Buffer {
  const time = Buffer.alloc(9);
  time[0] = 0x09;
  time.writeDoubleLE(wallTime, 1);
  const counted = step === 0 ? [] : [Buffer.of(0x10), varint(step)];
  return Buffer.concat([time, ...counted, what]);
}

function text(field: number, content: string): Buffer {
  return nested(field, Buffer.from(content));
}

/** A field of bytes, with their number before them. */
function nested(field: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of((field << 3) | 2), varint(content.length), content]);
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

/** Length, its checksum, the content, its checksum. */
function record(content: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(content.length));
  return Buffer.concat([length, maskedChecksum(length), content, maskedChecksum(content)]);
}

/** CRC-32C, turned and moved, so that a checksum of checksums is none of the content's. */
function maskedChecksum(content: Buffer): Buffer {
  const checksum = crc32c(content);
  const masked = (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(masked);
  return bytes;
}

/** Castagnoli's polynomial, its bits turned round: no function of Node has it. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0x82f63b78 : 0);
  return rest;
});

function crc32c(content: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of content) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  return (rest ^ 0xffffffff) >>> 0;
}
