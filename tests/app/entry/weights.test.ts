import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import type { RunJob } from '../../../app/contract/run-folder.ts';
import type { WeightsFit } from '../../../app/contract/weights-fit.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { fitFile } from '../../../app/learning/weights/fit-file.ts';
import { lastLine, runCli } from './run-cli.ts';

/** Weights that a person has, from the file to a run that begins with them, by the command line alone. */

const out = mkdtempSync(join(tmpdir(), 'maskwright-weights-'));
const project = join(out, 'project');
const eighth = ['--width', '0.125'];
const network = networkOf({ model: 'unet', size: 32, width: 0.125 }, 3);

function file(name: string): string {
  const path = join(out, name);
  const url = new URL(`../../fixtures/weights/${name}.gz`, import.meta.url);
  writeFileSync(path, gunzipSync(readFileSync(url)));
  return path;
}

function train(run: string, ...more: readonly string[]) {
  // A rate at which nothing moves: what comes out is what went in.
  const still = ['--size', '32', '--batch', '4', '--epochs', '1', '--rate', '0.00000001'];
  return runCli(['train', '--project', project, '--run', run, '--json', ...still, ...more]);
}

beforeAll(async () => {
  expect((await runCli(['sample', '--project', project, '--images', '8'])).code).toBe(0);
}, 60_000);

it('says layer by layer what a file gives, and writes it down', { timeout: 60_000 }, async () => {
  const own = join(out, 'own.safetensors');
  const said = await runCli(['weights', 'import', file('unet.pt'), ...eighth, '--out', own]);
  expect(said.stdout).toMatch(/^down1_conv_norm +taken +down1_conv_norm$/m);
  expect(said.stdout).toContain('PyTorch state_dict: 31 of 31 layers with weights, 100.0 %');
  expect(fitFile(own, network).values).toEqual(fitFile(join(out, 'unet.pt'), network).values);

  const wider = await runCli(['weights', 'import', own, ...eighth, '--classes', '4', '--json']);
  const { layers, taken } = lastLine(wider) as WeightsFit;
  expect(taken.layers).toBe(30);
  expect(layers.find(({ verdict }) => verdict === 'mismatch')?.layer).toBe('classes');
});

it('pictures that were given otherwise are made good', { timeout: 60_000 }, async () => {
  const ours = join(out, 'ours.safetensors');
  const words = ['weights', 'import', file('unet.pt'), ...eighth, '--out', ours];
  expect((await runCli([...words, '--pictures-given', 'signed'])).code).toBe(0);
  const [before, after] = [join(out, 'unet.pt'), ours].map((each) => fitFile(each, network).values);
  expect(after?.get('down1_conv/kernel')).toEqual(
    before?.get('down1_conv/kernel')?.map((w) => 2 * w),
  );
  expect(after?.get('down2_conv/kernel')).toEqual(before?.get('down2_conv/kernel'));
  const refused = await train('none', '--pictures-given', 'caffe');
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('goes with --weights'),
  ]);
});

it('a run begins with them, and so does the same run again', { timeout: 120_000 }, async () => {
  const trained = await train('begun', '--weights', file('unet.weights.h5'), ...eighth);
  expect(trained.code).toBe(0);
  expect(trained.stderr).toContain('unet.weights.h5, Keras (.weights.h5): 31 of 31 layers');
  const job = JSON.parse(
    readFileSync(join(project, 'runs', 'begun', 'job.json'), 'utf8'),
  ) as RunJob;
  expect(job.start).toMatchObject({ file: 'unet.weights.h5', taken: { layers: 31 } });
  const before = fitFile(join(out, 'unet.weights.h5'), network).values;
  const after = fitFile(join(project, 'runs', 'begun', 'last'), network).values;
  for (const [name, values] of before) {
    // What a normalisation sees on average moves by itself.
    if (name.includes('moving')) continue;
    const distance = Math.max(
      ...values.map((value, at) => Math.abs(value - after.get(name)![at]!)),
    );
    expect(distance, name).toBeLessThan(1e-5);
  }

  const again = ['train', '--project', project, '--again', 'begun', '--run', 'same', '--json'];
  expect((await runCli(again)).code).toBe(0);
  const compared = await runCli(['runs', 'diff', 'begun', 'same', '--project', project]);
  expect(compared.stdout).toMatch(/The curves are the same, bit for bit/);
});

it(
  'asks before it begins with a part of them; an earlier run will do too',
  { timeout: 120_000 },
  async () => {
    const refused = await train('part', '--from', 'begun', '--width', '0.25');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^classes +another shape +classes +kernel 1 x 1 x 2 x 3, here/m);
    expect(refused.stderr).toContain(
      'Not all of the network is in “begun”: train with --what-fits',
    );
    expect(existsSync(join(project, 'runs', 'part'))).toBe(false);

    const nothing = await train('part', '--from', 'begun', '--width', '0.25', '--what-fits');
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain('Nothing of “begun” fits unet');
    expect(existsSync(join(project, 'runs', 'part'))).toBe(false);

    const partly = await train(
      'part',
      '--from',
      'begun',
      '--model',
      'fcn-8s',
      '--what-fits',
      ...eighth,
    );
    expect(partly.code).toBe(0);
    expect(partly.stderr).toContain('begun, TensorFlow.js layers model: 12 of 36 layers');

    const whole = await train('whole', '--from', 'begun', ...eighth);
    expect(whole.code).toBe(0);
    expect((await train('none', '--from', 'nobody')).stderr).toContain('run “nobody”');
  },
);
