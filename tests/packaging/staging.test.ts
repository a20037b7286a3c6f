import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../app/runtime/run-program.ts';
import { filesBelow, linkFile } from '../../resources/tools/packaging/link-tree.ts';
import { productionPackages } from '../../resources/tools/packaging/lockfile.ts';
import { platformNamed, shippedNode } from '../../resources/tools/packaging/platforms.ts';
import { stageStudio } from '../../resources/tools/packaging/stage.ts';
import { softwareGpu } from '../fixtures/software-gpu.ts';

const here = platformNamed(`${process.platform}-${process.arch}`);
let studio = '';
let files: readonly string[] = [];
let home = '';

beforeAll(async () => {
  studio = await stageStudio(here);
  files = await filesBelow(studio);
  home = mkdtempSync(join(tmpdir(), 'maskwright-staged-'));
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

describe('what travels', () => {
  test('the sources that run, without tests, tools or the page', () => {
    expect(files).toContain('app/entry/studio-process.ts');
    expect(files).toContain('resources/runtime/manifest.json');
    const roots = new Set(files.map((path) => path.split('/')[0]));
    expect([...roots].sort()).toEqual(
      ['LICENSE', 'app', 'node', 'node_modules', 'package.json', 'resources', 'runtime'].sort(),
    );
    expect(files.filter((path) => /\.(test|process)\.ts$|^resources\/tools/.test(path))).toEqual(
      [],
    );
  });

  test('a package.json that makes the sources modules, and names no package', () => {
    const identity = JSON.parse(readFileSync(join(studio, 'package.json'), 'utf8')) as object;
    expect(Object.keys(identity).sort()).toEqual(['license', 'name', 'private', 'type', 'version']);
    expect(identity).toMatchObject({ type: 'module', name: 'maskwright' });
  });

  test('every production package, and nothing that only builds or tests', () => {
    const packages = productionPackages(here).map(({ path }) => path);
    const staged = files.filter((path) => /^node_modules\/.*package\.json$/.test(path));
    const folders = staged.map((path) => path.replace(/\/package\.json$/, ''));
    expect(folders).toEqual(expect.arrayContaining(packages));
    for (const name of ['typescript', 'vitest', 'node-gyp', 'node-api-headers', 'electron']) {
      expect(folders).not.toContain(`node_modules/${name}`);
    }
    expect(files).toContain('node_modules/@tensorflow/tfjs-node-gpu/package.json');
    expect(files).toContain('node_modules/sharp/LICENSE');
  });

  test('no maps, declarations, nor bundles for browsers', () => {
    const odd = /\.(map|d\.ts)$|\.(fesm|es2017)(\.min)?\.js$|\/miniprogram\//;
    expect(files.filter((path) => path.startsWith('node_modules/') && odd.test(path))).toEqual([]);
  });

  test('of onnxruntime the binaries for this kind of computer, and nothing that fetches others', () => {
    const binaries = files.filter((path) => /onnxruntime-node\/bin\//.test(path));
    const folder = `node_modules/onnxruntime-node/bin/napi-v6/${here.system}/${here.arch}/`;
    expect(binaries).toContain(`${folder}onnxruntime_binding.node`);
    expect(binaries.filter((path) => !path.startsWith(folder))).toEqual([]);
    expect(
      files.filter((path) => /node_modules\/(adm-zip|global-agent|boolean)\//.test(path)),
    ).toEqual([]);
  });

  test('of WebGPU the same', () => {
    const own = `node_modules/webgpu/dist/${here.system}-${here.system === 'darwin' ? 'universal' : here.arch}/`;
    const binaries = files.filter((path) => /node_modules\/webgpu\/(dist|build)\//.test(path));
    expect(binaries).toContain(`${own}dawn.node`);
    expect(binaries.filter((path) => !path.startsWith(own))).toEqual([]);
    expect(files).toContain('node_modules/webgpu/LICENSE.md');
    expect(files).toContain(
      'node_modules/@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.node.js',
    );
  });

  test('Node, the library and its binding', () => {
    expect(statSync(join(studio, shippedNode(here))).mode & 0o111).not.toBe(0);
    expect(existsSync(join(studio, 'node', 'LICENSE'))).toBe(true);
    expect(files.some((path) => /^runtime\/tensorflow-.*-cpu-/.test(path))).toBe(true);
    expect(files.some((path) => path.endsWith('napi-v8/tfjs_binding.node'))).toBe(true);
  });
});

test('a foreign kind of computer gets its own picture decoder and not ours', () => {
  const names = productionPackages(platformNamed('win32-x64')).map(({ name }) => name);
  expect(names).toContain('@img/sharp-win32-x64');
  expect(names.filter((name) => /^@img\/sharp-(libvips-)?(linux|darwin)/.test(name))).toEqual([]);
});

test('unchanged, it is staged in no time', async () => {
  const before = statSync(join(studio, 'package.json')).ino;
  await stageStudio(here);
  expect(statSync(join(studio, 'package.json')).ino).toBe(before);
});

describe('far from any other node_modules, with its own Node and an empty cache', () => {
  let installed = '';

  beforeAll(async () => {
    installed = join(home, 'studio');
    await Promise.all(files.map((path) => linkFile(join(studio, path), join(installed, path))));
  });

  async function maskwright(...words: readonly string[]) {
    return runProgram({
      file: join(installed, shippedNode(here)),
      arguments: [join(installed, 'app', 'entry', 'cli.ts'), ...words],
      folder: home,
      environment: { MASKWRIGHT_CACHE: join(home, 'cache'), NODE_PATH: '' },
    });
  }

  test('it draws pictures, and trains on the library it brought', async () => {
    const doctor = await maskwright('doctor');
    expect(doctor.lines.find((line) => line.startsWith('Library'))).toContain(
      join(installed, 'runtime'),
    );
    expect(doctor.lines.find((line) => line.startsWith('Binding'))).toContain(installed);
    const project = ['--project', join(home, 'pets')];
    expect((await maskwright('sample', ...project, '--images', '12')).code).toBe(0);
    const small = ['--size', '32', '--epochs', '1', '--batch', '4', '--run', 'one'];
    const trained = await maskwright('train', ...project, ...small);
    expect(trained.lines.join('\n')).toContain('1 of 1 epochs on tensorflow');
    expect(trained.code).toBe(0);
  });

  test('it loads the onnxruntime it brought', async () => {
    const script = join(installed, 'app', 'prompting', 'networks.ts');
    const loaded = await runProgram({
      file: join(installed, shippedNode(here)),
      arguments: [
        '-e',
        `import(${JSON.stringify(script)}).then((all) => console.log(all.smallMaskSidePx))`,
      ],
      folder: home,
      environment: { NODE_PATH: '' },
    });
    expect(loaded).toMatchObject({ code: 0, lines: ['256'] });
  });

  test('it looks for a graphics card with the Dawn it brought', async () => {
    const script = join(installed, 'app', 'runtime', 'webgpu-process.ts');
    const { code, lines } = await runProgram({
      file: join(installed, shippedNode(here)),
      arguments: [script],
      folder: home,
      environment: { NODE_PATH: '', ...softwareGpu },
    });
    expect(code).toBe(0);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ isSoftware: true });
  });

  test('nothing was written into it', async () => {
    expect(await filesBelow(installed)).toEqual(files);
  });
});
