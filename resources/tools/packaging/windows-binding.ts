import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { runProgram } from '../../../app/runtime/run-program.ts';
import { tfjsFolder } from '../../../app/runtime/places.ts';

const prefix = 'x86_64-w64-mingw32';
const compiler = `${prefix}-g++-posix`;
/** Names of Python's own that are values; the others are functions. */
const isValue = /_Type$|^PyExc_|Struct$/;

export interface WindowsBinding {
  /** TensorFlow's DLL as the wheel for Windows has it. */
  readonly library: string;
  /** The folder that holds `tensorflow/include`. */
  readonly headers: string;
  /** Where the binding is written. */
  readonly binding: string;
}

/** Whether Debian's compiler for Windows is here (g++-mingw-w64-x86-64). */
export async function hasWindowsCompiler(): Promise<boolean> {
  return (await runProgram({ file: compiler, arguments: ['--version'] })).code === 0;
}

/**
 * Compiles tfjs's binding for Windows, and beside the library what stands in for Python's DLL: TensorFlow's DLL wants 219 names
 * of it before it loads, and calls none of them for its C API. If one is called, the program ends and says which.
 */
export async function compileForWindows(given: WindowsBinding): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-windows-'));
  try {
    const table = await namesIn(given.library);
    await standInForPython(folder, table, dirname(given.library));
    await importLibrary(folder, basename(given.library), exportsOf(table));
    await importLibrary(folder, 'node.exe', nodeNames());
    await compile(folder, given);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function exportsOf(table: readonly string[]): readonly string[] {
  return table.flatMap((line) => /\]\s+(TFE?_\w+)$/.exec(line)?.[1] ?? []);
}

/** What the table lists between the name of Python's DLL and the next one's. */
function pythonNames(table: readonly string[]): readonly string[] {
  const from = table.findIndex((line) => /DLL Name: python311\.dll/i.test(line));
  const length = table.slice(from + 1).findIndex((line) => line.includes('DLL Name:'));
  return table
    .slice(from + 1, from + 1 + length)
    .flatMap((line) => /^\s+[0-9a-f]+\s+\d+\s+(\w+)$/.exec(line)?.[1] ?? []);
}

function nodeNames(): readonly string[] {
  const { symbols } = createRequire(import.meta.url)('node-api-headers') as {
    readonly symbols: Readonly<Record<'v8', Readonly<Record<string, readonly string[]>>>>;
  };
  return Object.values(symbols.v8).flat();
}

async function standInForPython(
  folder: string,
  table: readonly string[],
  into: string,
): Promise<void> {
  const lines = pythonNames(table).map((name) =>
    isValue.test(name)
      ? `__declspec(dllexport) void *${name}[128];`
      : `__declspec(dllexport) void *${name}(void) { fputs("TensorFlow called Python's ${name}, which is not here.\\n", stderr); abort(); }`,
  );
  const source = join(folder, 'python.c');
  await writeFile(source, ['#include <stdio.h>', '#include <stdlib.h>', ...lines, ''].join('\n'));
  const target = join(into, 'python311.dll');
  await must(compiler, ['-x', 'c', '-shared', '-O1', '-static', source, '-o', target]);
}

async function importLibrary(folder: string, dll: string, names: readonly string[]): Promise<void> {
  const definition = join(folder, `${dll}.def`);
  await writeFile(definition, [`LIBRARY ${dll}`, 'EXPORTS', ...new Set(names), ''].join('\n'));
  await must(`${prefix}-dlltool`, ['-d', definition, '-l', join(folder, `${dll}.a`)]);
}

async function compile(folder: string, given: WindowsBinding): Promise<void> {
  const source = tfjsFolder();
  const api = dirname(
    createRequire(import.meta.url).resolve('node-api-headers/include/node_api.h'),
  );
  await mkdir(dirname(given.binding), { recursive: true });
  await must(compiler, [
    ...['-shared', '-O3', '-std=gnu++17', '-static', '-DNAPI_VERSION=8'],
    ...[api, source, join(given.headers, 'tensorflow', 'include')].map((path) => `-I${path}`),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(source, 'binding', name)),
    ...[basename(given.library), 'node.exe'].map((dll) => join(folder, `${dll}.a`)),
    ...['-o', given.binding],
  ]);
}

async function must(file: string, words: readonly string[]): Promise<void> {
  const { code, lines } = await runProgram({ file, arguments: words });
  if (code !== 0) {
    throw new Error(`${file} failed: ${lines.slice(-5).join(' ').trim()}`);
  }
}

/** What a DLL takes from others and gives to them. What follows would be a hundred megabytes of text. */
async function namesIn(dll: string): Promise<readonly string[]> {
  const dump = spawn(`${prefix}-objdump`, ['-p', dll], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: dump.stdout })) {
    if (/^The Function Table|^PE File Base Relocations/.test(line)) {
      break;
    }
    lines.push(line);
  }
  dump.kill();
  return lines;
}
