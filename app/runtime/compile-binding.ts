import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import type { Library, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { requireBuildTools } from './build-tools.ts';
import type { Installing } from './install-library.ts';
import { loadedMembers } from './manifest.ts';
import { bindingName, cachedBinding, libraryFolder, tfjsFolder } from './places.ts';
import { runProgram } from './run-program.ts';
import { inStaging, putInPlace } from './staging.ts';

/**
 * What node-gyp reads of a Node to compile against. Node-API is stable over versions, so the headers of the package
 * `node-api-headers` and these few lines stand for any Node, and nothing of the machine's own is used.
 */
const commonGypi = `{
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': { 'Release': {} },
    'cflags': ['-O3', '-pthread'],
    'cflags_cc': ['-std=gnu++17'],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'gnu++17',
      'GCC_OPTIMIZATION_LEVEL': '3',
      'OTHER_LDFLAGS': ['-Wl,-rpath,@loader_path/../../deps/lib'],
    },
  },
}
`;

/** Compiles tfjs's binding against a library in the cache and keeps the result there. Takes about 10 s. */
export async function compileBinding(
  manifest: RuntimeManifest,
  library: Library,
  { signal, onProgress }: Installing,
): Promise<void> {
  onProgress({
    message: 'Compiling the binding between Node and TensorFlow',
    done: null,
    total: null,
    secondsLeft: null,
  });
  await requireBuildTools(signal);
  // Not in the cache: make cannot work in a folder with a space in its path, and a home may have one.
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-binding-'));
  try {
    await layOut(folder, { manifest, library });
    const built = await build(folder, signal);
    await inStaging(async (staging) => {
      const finished = join(staging, 'binding');
      await mkdir(finished);
      await copyFile(built, join(finished, bindingName));
      await putInPlace(finished, dirname(cachedBinding(manifest)));
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The package as its own installer would have left it, and a Node as node-gyp expects it. */
async function layOut(
  folder: string,
  { manifest, library }: { readonly manifest: RuntimeManifest; readonly library: Library },
): Promise<void> {
  const source = tfjsFolder();
  const target = join(folder, 'package');
  for (const name of ['binding', 'binding.gyp', 'package.json']) {
    await cp(join(source, name), join(target, name), { recursive: true });
  }
  const libraries = join(target, 'deps', 'lib');
  await mkdir(libraries, { recursive: true });
  const from = libraryFolder(manifest, library);
  await symlink(join(from, 'tensorflow', 'include'), join(target, 'deps', 'include'), 'junction');
  for (const { path } of loadedMembers(library)) {
    const linked = linkName(basename(path));
    if (linked !== null) {
      await symlink(join(from, path), join(libraries, linked));
    }
  }
  const headers = join(folder, 'node', 'include', 'node');
  await cp(dirname(nodeApiHeader()), headers, { recursive: true });
  await writeFile(join(headers, 'common.gypi'), commonGypi);
}

/** What binding.gyp calls the wheel's two libraries: it was written for TensorFlow's older, separate builds. */
function linkName(file: string): string | null {
  const match = /^libtensorflow_(cc|framework)\.(so|2\.dylib)/.exec(file);
  const [, part, ending] = match ?? [];
  return ending === undefined
    ? null
    : `libtensorflow${part === 'cc' ? '' : '_framework'}.${ending}`;
}

function nodeApiHeader(): string {
  return createRequire(import.meta.url).resolve('node-api-headers/include/node_api.h');
}

async function build(folder: string, signal: AbortSignal): Promise<string> {
  const output = join(folder, 'out');
  const gyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js');
  const { code, lines } = await runProgram(
    {
      file: process.execPath,
      arguments: [
        ...[gyp, 'rebuild', '--jobs', 'max', '--nodedir', join(folder, 'node')],
        ...['--module_name=tfjs_binding', `--module_path=${output}`, '--napi_build_version=8'],
      ],
      folder: join(folder, 'package'),
    },
    signal,
  );
  if (code !== 0) {
    const said = lines.find((line) => /\b(fatal )?error\b/i.test(line)) ?? lines.at(-1) ?? '';
    throw new StudioError(
      'unavailable',
      `The binding between Node and TensorFlow could not be compiled: ${said.trim().slice(0, 300)}`,
      { details: { lines } },
    );
  }
  return join(output, bindingName);
}
