/**
 * Writes resources/runtime/manifest.json from wheels that a person fetched and trusts: the one place where a hash is pinned.
 *
 *   node resources/tools/pin-runtime.ts WHEELS
 *
 * WHEELS holds one folder per library, named as `linux-x64-cpu` or `linux-x64-cuda`, with its wheels inside.
 */
import { createHash } from 'node:crypto';
import { open, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hashFile } from '../../app/runtime/hash-file.ts';
import type {
  Library,
  Member,
  RuntimeManifest,
  Wheel,
} from '../../app/contract/runtime-manifest.ts';
import { openEntry } from '../../app/runtime/unpack-wheel.ts';
import { readWheelIndex } from '../../app/runtime/wheel-index.ts';

/** What the binding's two sources include, found with the compiler's -M. */
const headers = [
  'tensorflow/c/c_api.h',
  'tensorflow/c/c_api_macros.h',
  'tensorflow/c/eager/c_api.h',
  'tensorflow/c/tf_attrtype.h',
  'tensorflow/c/tf_buffer.h',
  'tensorflow/c/tf_datatype.h',
  'tensorflow/c/tf_status.h',
  'tensorflow/c/tf_tensor.h',
  'tensorflow/c/tf_tstring.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
].map((name) => `tensorflow/include/${name}`);

const needed = [
  /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/,
  /^tensorflow\/python\/_pywrap_tensorflow_common\.dll$/,
  /^nvidia\/cublas\/lib\/libcublas(Lt)?\.so/,
  /^nvidia\/cuda_cupti\/lib\/libcupti\.so/,
  /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/.*)$/,
  /^nvidia\/cuda_nvrtc\/lib\/libnvrtc(-builtins)?\.so/,
  /^nvidia\/cuda_runtime\/lib\/libcudart\.so/,
  /^nvidia\/cudnn\/lib\/libcudnn.*\.so/,
  /^nvidia\/(cufft|curand|cusolver|cusparse|nccl|nvjitlink)\/lib\/lib(cufft|curand|cusolver|cusparse|nccl|nvJitLink)\.so/,
];

async function pinMembers(path: string, wanted: (name: string) => boolean): Promise<Member[]> {
  const file = await open(path);
  const members: Member[] = [];
  for (const entry of (await readWheelIndex(file)).values()) {
    if (wanted(entry.path)) {
      const hash = createHash('sha256');
      const content = new PassThrough();
      content.on('data', (chunk: Buffer) => hash.update(chunk));
      await pipeline(...(await openEntry(file, entry)), content);
      members.push({ path: entry.path, bytes: entry.bytes, sha256: hash.digest('hex') });
    }
  }
  await file.close();
  return members.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function pinWheel(folder: string, fileName: string): Promise<Wheel> {
  const [name = '', version = '', , , platforms = ''] = fileName.replace(/\.whl$/, '').split('-');
  const path = join(folder, fileName);
  return {
    name: name.replaceAll('_', '-'),
    version,
    platform: platforms.split('.').at(-1) ?? platforms,
    bytes: (await stat(path)).size,
    sha256: await hashFile(path),
    members: await pinMembers(path, (member) => needed.some((pattern) => pattern.test(member))),
  };
}

async function wheelsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.whl')).sort();
}

async function pinLibrary(wheels: string, name: string): Promise<Library> {
  const at = name.lastIndexOf('-');
  const pinned: Wheel[] = [];
  for (const fileName of await wheelsIn(join(wheels, name))) {
    pinned.push(await pinWheel(join(wheels, name), fileName));
  }
  return {
    platform: name.slice(0, at),
    build: name.slice(at + 1) === 'cuda' ? 'cuda' : 'cpu',
    // TensorFlow first: it is what can be missing in an index, the rest only belongs to it.
    wheels: pinned.sort((a, b) => Number(isTensorflow(b)) - Number(isTensorflow(a))),
  };
}

function isTensorflow({ name }: Wheel): boolean {
  return name.startsWith('tensorflow');
}

/** The same file must stand in every library: one binding serves them all. */
async function pinHeaders(wheels: string, names: readonly string[]): Promise<Member[]> {
  const pinned = new Set<string>();
  for (const name of names) {
    const folder = join(wheels, name);
    const main = (await wheelsIn(folder)).find((fileName) => fileName.startsWith('tensorflow'));
    if (main === undefined) {
      throw new Error(`${folder} holds no wheel of TensorFlow.`);
    }
    pinned.add(
      JSON.stringify(await pinMembers(join(folder, main), (path) => headers.includes(path))),
    );
  }
  const [only, ...others] = pinned;
  if (only === undefined || others.length > 0) {
    throw new Error(`The libraries' headers differ: one binding cannot serve them all.`);
  }
  return JSON.parse(only) as Member[];
}

const [wheels] = process.argv.slice(2);
if (wheels === undefined) {
  process.stderr.write('Usage: node resources/tools/pin-runtime.ts WHEELS\n');
  process.exit(2);
}
const names = (await readdir(wheels)).sort();
const libraries: Library[] = [];
for (const name of names) {
  libraries.push(await pinLibrary(wheels, name));
}
const manifest: RuntimeManifest = {
  tensorflow: libraries[0]?.wheels[0]?.version ?? '',
  headers: await pinHeaders(wheels, names),
  libraries,
};
const target = new URL('../runtime/manifest.json', import.meta.url);
await writeFile(target, `${JSON.stringify(manifest, null, 2)}\n`);
