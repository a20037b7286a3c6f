import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { requireBuildTools } from '../../../app/runtime/build-tools.ts';
import { engineEnvironment } from '../../../app/runtime/engine-environment.ts';
import { shortageInWords } from '../../../app/runtime/memory-shortage.ts';
import { runProgram } from '../../../app/runtime/run-program.ts';
import { verifyLibrary } from '../../../app/runtime/state.ts';

test('the real library is the pinned one and trains on the project’s own Node', async () => {
  expect(await verifyLibrary()).toMatchObject({ kind: 'ready', version: '2.21.0' });
  const program = fileURLToPath(new URL('train-line.process.ts', import.meta.url));
  const { code, lines } = await runProgram({
    file: process.execPath,
    arguments: [program],
    environment: engineEnvironment(),
  });
  // On some processors TensorFlow greets with lines of its own, whatever it is told.
  const said = lines.find((line) => line.startsWith('{'));
  const { backend, before, after } = JSON.parse(said ?? 'null') as Record<string, number>;
  expect({ code, backend }).toEqual({ code: 0, backend: 'tensorflow' });
  expect(after).toBeLessThan((before ?? 0) / 10);
});

test.runIf(process.platform === 'linux')(
  'a library that finds no room is told from one that is damaged, and nobody is sent to fetch it anew',
  async () => {
    const program = fileURLToPath(new URL('short-of-memory.process.ts', import.meta.url));
    const { lines } = await runProgram({
      file: process.execPath,
      arguments: [program],
      environment: engineEnvironment(),
    });
    const told = lines.find((line) => line.startsWith('The TensorFlow library'));
    expect(told).toMatch(
      /^The TensorFlow library is here and whole, but there is not enough memory to load it \(.*\)\. End other programs/,
    );
    expect(told).not.toContain('runtime install');
  },
);

test('what only sounds like a lack of memory is none', () => {
  const others = [
    'libtensorflow_cc.so.2: failed to map segment from shared object: Operation not permitted',
    'libtensorflow_cc.so.2: cannot allocate memory in static TLS block',
    'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
  ];
  expect(others.map(shortageInWords)).toEqual([null, null, null]);
  expect(shortageInWords('The paging file is too small for this operation to complete.')).toContain(
    'not enough memory',
  );
});

test('without a compiler one sentence says what to install', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(requireBuildTools(new AbortController().signal)).rejects.toThrow(
    /lacks a C\+\+ compiler, make and Python 3\. Install them \(.*g\+\+ make python3/,
  );
  vi.unstubAllEnvs();
});
