import { Refusal } from './bytes.ts';
import { mostNameLength, mostTensors, shortened } from './found.ts';

/**
 * Reads the list of tensors in a PyTorch file. Pickle is a program that builds objects by calling functions of Python's by name:
 * this reader knows four names, for which it builds plain values of its own, calls nothing, and refuses all others. So no code of
 * a file is run, whatever it says. Opcodes from CPython's Lib/pickletools.py, protocols 2 to 5.
 */

export interface TorchStorage {
  readonly kind: 'storage';
  /** Such as `FloatStorage`. */
  readonly type: string;
  /** Name of the file in the archive. */
  readonly key: string;
  /** Numbers in it. */
  readonly count: number;
}

export interface TorchTensor {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

interface Global {
  readonly kind: 'global';
  readonly name: string;
}

export type Pickled =
  | null
  | boolean
  | number
  | string
  | Pickled[]
  | Map<Pickled, Pickled>
  | Global
  | TorchStorage
  | TorchTensor;

const orderedDict = 'collections.OrderedDict';
const rebuildTensor = 'torch._utils._rebuild_tensor_v2';
const rebuildParameter = 'torch._utils._rebuild_parameter';
const storageName = /^torch\.(\w+Storage)$/;

/** A list of ten thousand tensors takes two million. */
const mostSteps = 20_000_000;
const mostDepth = 10_000;

/** Throws a `Refusal` for whatever else the file wants to be made. */
export function readPickle(data: Buffer): Pickled {
  const machine = new Machine(data);
  return machine.run();
}

class Machine {
  readonly #data: Buffer;
  #at = 0;
  readonly #stack: Pickled[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Pickled>();

  constructor(data: Buffer) {
    this.#data = data;
  }

  run(): Pickled {
    for (let step = 0; step < mostSteps; step++) {
      const opcode = String.fromCharCode(this.#uint(1));
      if (opcode === '.') return this.#pop();
      this.#execute(opcode);
      if (this.#stack.length > 4 * mostTensors) throw damaged();
    }
    throw damaged();
  }

  #execute(opcode: string): void {
    switch (opcode) {
      case '\x80': // PROTO
        this.#uint(1);
        return;
      case '\x95': // FRAME
        this.#uint(8);
        return;
      case '(':
        if (this.#marks.length > mostDepth) throw damaged();
        this.#marks.push(this.#stack.length);
        return;
      case 'N':
        return this.#push(null);
      case '\x88':
        return this.#push(true);
      case '\x89':
        return this.#push(false);
      case 'K':
        return this.#push(this.#uint(1));
      case 'M':
        return this.#push(this.#uint(2));
      case 'J':
        return this.#push(this.#take(4).readInt32LE());
      case '\x8a': // LONG1
        return this.#push(longInt(this.#take(this.#uint(1))));
      case 'G':
        return this.#push(this.#take(8).readDoubleBE());
      case 'X': // BINUNICODE
        return this.#push(this.#text(4));
      case '\x8c': // SHORT_BINUNICODE
        return this.#push(this.#text(1));
      case ']':
        return this.#push([]);
      case '}':
        return this.#push(new Map());
      case ')':
        return this.#push([]);
      case 't': // TUPLE
        return this.#push(this.#sinceMark());
      case '\x85':
        return this.#push(this.#popped(1));
      case '\x86':
        return this.#push(this.#popped(2));
      case '\x87':
        return this.#push(this.#popped(3));
      case 'a':
        return this.#append([this.#pop()]);
      case 'e':
        return this.#append(this.#sinceMark());
      case 's':
        return this.#setItems(this.#popped(2));
      case 'u':
        return this.#setItems(this.#sinceMark());
      case 'q':
        return this.#remember(this.#uint(1));
      case 'r':
        return this.#remember(this.#uint(4));
      case '\x94': // MEMOIZE
        return this.#remember(this.#memo.size);
      case 'h':
        return this.#recall(this.#uint(1));
      case 'j':
        return this.#recall(this.#uint(4));
      case 'c': {
        const module = this.#line();
        return this.#push(globalNamed(`${module}.${this.#line()}`));
      }
      case '\x93': {
        const [module, name] = this.#popped(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw damaged();
        return this.#push(globalNamed(`${module}.${name}`));
      }
      case 'Q': // BINPERSID
        return this.#push(storageOf(this.#pop()));
      case 'R': {
        const [made, given] = this.#popped(2);
        return this.#push(built(made, given));
      }
      case 'b': // BUILD: attributes of a list of tensors, such as _metadata, which say nothing of weights.
        this.#pop();
        if (!(this.#stack.at(-1) instanceof Map)) throw refusedProgram('an object with a state');
        return;
      case '0':
        this.#pop();
        return;
      default:
        throw refusedProgram(`the instruction ${opcode.charCodeAt(0).toString(16)}`);
    }
  }

  #take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#data.length) throw damaged();
    const part = this.#data.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  #uint(bytes: number): number {
    const part = this.#take(bytes);
    return bytes <= 6 ? part.readUIntLE(0, bytes) : Number(part.readBigUInt64LE());
  }

  #text(lengthBytes: number): string {
    const length = this.#uint(lengthBytes);
    if (length > 64 * mostNameLength) throw damaged();
    return this.#take(length).toString('utf8');
  }

  #line(): string {
    const end = this.#data.indexOf(0x0a, this.#at);
    if (end < 0 || end - this.#at > mostNameLength) throw damaged();
    const text = this.#data.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  #push(value: Pickled): void {
    this.#stack.push(value);
  }

  #pop(): Pickled {
    const value = this.#stack.pop();
    if (value === undefined) throw damaged();
    return value;
  }

  #popped(count: number): Pickled[] {
    if (this.#stack.length < count) throw damaged();
    return this.#stack.splice(this.#stack.length - count);
  }

  #sinceMark(): Pickled[] {
    const mark = this.#marks.pop();
    if (mark === undefined || mark > this.#stack.length) throw damaged();
    return this.#stack.splice(mark);
  }

  #append(values: readonly Pickled[]): void {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw damaged();
    for (const value of values) list.push(value);
  }

  #setItems(pairs: readonly Pickled[]): void {
    const map = this.#stack.at(-1);
    if (!(map instanceof Map) || pairs.length % 2 !== 0) throw damaged();
    for (let at = 0; at < pairs.length; at += 2) map.set(pairs[at] ?? null, pairs[at + 1] ?? null);
    if (map.size > mostTensors) throw new Refusal('it lists more tensors than any network has');
  }

  #remember(place: number): void {
    const value = this.#stack.at(-1);
    if (value === undefined || this.#memo.size > 4 * mostTensors * 10) throw damaged();
    this.#memo.set(place, value);
  }

  #recall(place: number): void {
    const value = this.#memo.get(place);
    if (value === undefined) throw damaged();
    this.#push(value);
  }
}

/** The four kinds of names that a list of weights needs. */
function globalNamed(name: string): Global {
  const isKnown =
    name === orderedDict ||
    name === rebuildTensor ||
    name === rebuildParameter ||
    storageName.test(name);
  if (!isKnown) throw refusedProgram(`“${shortened(name)}”`);
  return { kind: 'global', name };
}

function built(made: Pickled | undefined, given: Pickled | undefined): Pickled {
  if (!isOf('global', made) || !Array.isArray(given)) throw damaged();
  switch (made.name) {
    case orderedDict:
      if (given.length > 0) throw refusedProgram('a list with a beginning of its own');
      return new Map();
    case rebuildTensor: {
      const [storage, offset, shape, strides] = given;
      if (
        !isOf('storage', storage) ||
        typeof offset !== 'number' ||
        !isNumbers(shape) ||
        !isNumbers(strides)
      ) {
        throw damaged();
      }
      return { kind: 'tensor', storage, offset, shape, strides };
    }
    case rebuildParameter: {
      const [tensor] = given;
      if (!isOf('tensor', tensor)) throw damaged();
      return tensor;
    }
    default:
      throw refusedProgram(`“${shortened(made.name)}” to be called`);
  }
}

/** `('storage', torch.FloatStorage, key, device, count)` */
function storageOf(id: Pickled): TorchStorage {
  if (!Array.isArray(id)) throw damaged();
  const [what, type, key, , count] = id;
  if (
    what !== 'storage' ||
    !isOf('global', type) ||
    typeof key !== 'string' ||
    typeof count !== 'number'
  ) {
    throw damaged();
  }
  const [, name] = storageName.exec(type.name) ?? [];
  if (name === undefined) throw damaged();
  return { kind: 'storage', type: name, key, count };
}

function isOf<K extends 'global' | 'storage' | 'tensor'>(
  kind: K,
  value: Pickled | undefined,
): value is Extract<Pickled, { readonly kind: K }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    value.kind === kind
  );
}

function isNumbers(value: Pickled | undefined): value is number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

/** Little-endian, two's complement, of so many bytes. */
function longInt(bytes: Buffer): number {
  if (bytes.length > 8) throw damaged();
  return bytes.length === 0
    ? 0
    : Number(bytes.length > 6 ? wide(bytes) : bytes.readIntLE(0, bytes.length));
}

function wide(bytes: Buffer): bigint {
  const filled = Buffer.alloc(8, (bytes.at(-1) ?? 0) & 0x80 ? 0xff : 0);
  bytes.copy(filled);
  return filled.readBigInt64LE();
}

function refusedProgram(what: string): Refusal {
  return new Refusal(
    `it holds a program that wants ${what}, and nothing in a file is run`,
    'save the weights alone, with torch.save(model.state_dict(), path)',
  );
}

function damaged(): Refusal {
  return new Refusal('it is damaged: its list of tensors cannot be read');
}
