import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { environmentFor } from '../../../app/runtime/engine-environment.ts';
import { hasNvidiaDriver } from '../../../app/runtime/nvidia-driver.ts';
import {
  findLibrary,
  libraryFolder,
  libraryName,
  verifiedFile,
} from '../../../app/runtime/places.ts';
import { currentState, verifyLibrary } from '../../../app/runtime/state.ts';
import { libraryContent, libraryPath, manifestOf } from './wheel-maker.ts';

const { library, ...manifest } = manifestOf(Buffer.from('any'));
let cache = '';
let file = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'maskwright-runtime-'));
  vi.stubEnv('MASKWRIGHT_CACHE', cache);
  file = join(libraryFolder(manifest, library), libraryPath);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, libraryContent);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

describe('before an engine loads the library', () => {
  test('the pinned one passes', async () => {
    expect((await verifyLibrary(manifest)).kind).not.toBe('damaged');
  });

  test('one flipped bit is found, and the file is named', async () => {
    const changed = Buffer.from(libraryContent);
    changed[1_000]! ^= 1;
    writeFileSync(file, changed);
    const { kind, message, folder } = await verifyLibrary(manifest);
    expect({ kind, folder }).toEqual({ kind: 'damaged', folder: null });
    expect(message).toContain(file);
    expect(message).toContain('runtime install');
  });

  test('a cut file is found without reading it', () => {
    writeFileSync(file, libraryContent.subarray(1));
    expect(currentState(manifest).kind).toBe('damaged');
  });

  test('a missing file of a library that stands there is damage', () => {
    rmSync(file);
    expect(currentState(manifest).kind).toBe('damaged');
  });
});

describe('what was verified is remembered', () => {
  const begin = Date.now();
  const memory = () => verifiedFile(manifest, library);
  const known = () => JSON.parse(readFileSync(memory(), 'utf8')) as { verifiedAt: number };

  /** As if the library had been there for so long. */
  async function verifiedAfter(ms: number): Promise<string> {
    vi.useFakeTimers({ toFake: ['Date'], now: begin + ms });
    try {
      return (await verifyLibrary(manifest)).kind;
    } finally {
      vi.useRealTimers();
    }
  }

  test('and not read again for a week, while it stands as it stood', async () => {
    expect(await verifiedAfter(60_000)).not.toBe('damaged');
    const { verifiedAt } = known();
    await verifiedAfter(120_000);
    expect(known().verifiedAt).toBe(verifiedAt);
    await verifiedAfter(8 * 24 * 60 * 60_000);
    expect(known().verifiedAt).toBeGreaterThan(verifiedAt);
  });

  test.each([
    ['changed', () => undefined],
    ['replaced', rmSync],
  ])('a %s file with the old size and time of writing is refused', async (_, prepare) => {
    await verifiedAfter(60_000);
    const { atime, mtime } = statSync(file);
    prepare(file);
    const changed = Buffer.from(libraryContent);
    changed[1_000]! ^= 1;
    writeFileSync(file, changed);
    utimesSync(file, atime, mtime);
    expect(await verifiedAfter(120_000)).toBe('damaged');
    expect(existsSync(memory())).toBe(false);
  });

  test('for what was pinned then, and not for a version that pins other content', async () => {
    await verifiedAfter(60_000);
    const own = createHash('sha256').update(libraryContent).digest('hex');
    const next = JSON.parse(
      JSON.stringify(manifest).replaceAll(own, '0'.repeat(64)),
    ) as typeof manifest;
    expect(next).not.toEqual(manifest);
    expect((await verifyLibrary(next)).kind).toBe('damaged');
  });

  test('not of a file so young that a change might bear the same time', async () => {
    await verifyLibrary(manifest);
    expect(existsSync(memory())).toBe(false);
  });

  test('a memory that is not whole counts for nothing', async () => {
    await verifiedAfter(60_000);
    writeFileSync(memory(), '{"verifiedAt":');
    expect(await verifiedAfter(120_000)).not.toBe('damaged');
    expect(known().verifiedAt).toBeGreaterThan(0);
  });
});

test('without a library the sentence says how much there is to fetch and with what', () => {
  rmSync(libraryFolder(manifest, library), { recursive: true });
  const { kind, build, message } = currentState(manifest);
  expect({ kind, build }).toEqual({ kind: 'library-missing', build: null });
  expect(message).toMatch(/MB to fetch.*runtime install/);
});

test('a kind of computer without any library is told so, and what works all the same', () => {
  const { kind, message } = currentState({ ...manifest, libraries: [] });
  expect(kind).toBe('library-missing');
  expect(message).toMatch(/no TensorFlow library.*WebAssembly/);
});

test('where both builds stand, the one for NVIDIA cards is loaded only with a driver to run it', () => {
  const cuda = { ...library, build: 'cuda' as const };
  cpSync(libraryFolder(manifest, library), libraryFolder(manifest, cuda), { recursive: true });
  const both = { ...manifest, libraries: [library, cuda] };
  const driver = { builds: ['cuda', 'cpu'] as const };
  expect(findLibrary(both, driver)).toMatchObject({ kind: 'whole', library: { build: 'cuda' } });
  if (!hasNvidiaDriver()) expect(findLibrary(both)).toMatchObject({ library: { build: 'cpu' } });
});

describe('a library that an installer brought along', () => {
  const shipped = () => join(cache, 'installed', 'runtime');
  const brought = () => join(shipped(), libraryName(manifest, library));

  beforeEach(() => {
    cpSync(libraryFolder(manifest, library), brought(), { recursive: true });
  });

  test('counts where the person has fetched none', () => {
    rmSync(libraryFolder(manifest, library), { recursive: true });
    expect(findLibrary(manifest, { shipped: shipped() })).toMatchObject({
      kind: 'whole',
      folder: brought(),
    });
  });

  test('comes after the one in the cache, and stands in when that is damaged', () => {
    const folder = libraryFolder(manifest, library);
    expect(findLibrary(manifest, { shipped: shipped() })).toMatchObject({ kind: 'whole', folder });
    writeFileSync(file, 'cut');
    expect(findLibrary(manifest, { shipped: shipped() })).toMatchObject({
      kind: 'whole',
      folder: brought(),
    });
  });

  test('comes after CUDA that the person fetched', () => {
    const cuda = { ...library, build: 'cuda' as const };
    cpSync(brought(), libraryFolder(manifest, cuda), { recursive: true });
    const both = { ...manifest, libraries: [library, cuda] };
    const driver = { shipped: shipped(), builds: ['cuda', 'cpu'] as const };
    expect(findLibrary(both, driver)).toMatchObject({ library: { build: 'cuda' } });
  });
});

test.runIf(process.platform === 'linux')(
  'the loader looks into the found folder before any other',
  () => {
    vi.stubEnv('LD_LIBRARY_PATH', '/elsewhere');
    const { LD_LIBRARY_PATH } = environmentFor(findLibrary(manifest));
    expect(LD_LIBRARY_PATH?.split(delimiter)).toEqual([dirname(file), '/elsewhere']);
  },
);
