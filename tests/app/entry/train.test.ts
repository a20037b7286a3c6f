import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import type { LookedLayers } from '../../../app/contract/layers.ts';
import type { Evaluation } from '../../../app/contract/methods.ts';
import type { RunJob } from '../../../app/contract/run-folder.ts';
import { lastLine, runCli, startCli, type Ended, type RunningCli } from './run-cli.ts';
import { childrenOf, isAlive } from './serving.ts';

/** The whole main job by the command line alone, on pictures so small that an epoch takes a second. */
let project: string;
const out = mkdtempSync(join(tmpdir(), 'maskwright-train-'));

function train(run: string, epochs: number, ...more: readonly string[]): RunningCli {
  const words = ['--project', project, '--size', '32', '--batch', '2', '--run', run, '--json'];
  return startCli(['train', ...words, '--epochs', String(epochs), ...more]);
}

function epochLines({ stderr }: Pick<Ended, 'stderr'>): readonly string[] {
  return stderr.split('\n').filter((line) => line.startsWith('epoch '));
}

function afterFirstEpoch(running: RunningCli): Promise<void> {
  return expect
    .poll(() => epochLines({ stderr: running.stderr() }).length, { timeout: 60_000 })
    .toBeGreaterThan(0);
}

beforeAll(async () => {
  project = join(out, 'project');
  expect((await runCli(['sample', '--project', project, '--images', '12'])).code).toBe(0);
  const split = await runCli([
    'split',
    '--project',
    project,
    '--val',
    '0.25',
    '--test',
    '0.25',
    '--json',
  ]);
  expect(lastLine(split)).toEqual({ train: 6, val: 3, test: 3, none: 0 });
}, 120_000);

/** The same masks with values 2 and 5 for 1 and 2: they are understood, or refused, but never measured as something else. */
async function valuesWithGaps(
  { run, images, masks }: { readonly run: string; readonly images: string; readonly masks: string },
  figures: object,
): Promise<void> {
  const gaps = join(out, 'gaps');
  mkdirSync(gaps);
  for (const file of readdirSync(masks).filter((name) => name.endsWith('.png'))) {
    const grey = sharp(join(masks, file)).toColourspace('b-w').raw();
    const { data, info } = await grey.toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const apart = data.map((value) => [0, 2, 5][value] ?? value);
    const raw = sharp(apart, { raw: { width, height, channels: 1 } });
    await raw.toColourspace('b-w').png().toFile(join(gaps, file));
  }
  const words = ['evaluate', '--run', run, '--images', images, '--masks', gaps, '--json'];
  expect((await runCli(words)).stderr).toContain('without names 0, 1, 2 were expected');

  const names = join(out, 'names.txt');
  writeFileSync(names, '2 Cat\n5 Dog\n');
  expect((await runCli([...words, '--classes', names])).stderr).toContain(
    'names “Cat”, “Dog”, and the run knows “cat”, “dog”: no name is the same',
  );
  writeFileSync(names, '2 cat\n5 Dog\n');
  expect(lastLine(await runCli([...words, '--classes', names]))).toMatchObject({
    skipped: expect.arrayContaining([
      { file: names, reason: expect.stringContaining('The run has no class “Dog”') as string },
    ]) as unknown,
  });

  const file = join(run, 'job.json');
  const before = readFileSync(file, 'utf8');
  const job = JSON.parse(before) as RunJob;
  const classes = job.classes.map((one, k) => ({ ...one, maskValue: [2, 5][k] }));
  writeFileSync(file, JSON.stringify({ ...job, classes }));
  expect(lastLine(await runCli(words))).toMatchObject(figures);
  writeFileSync(file, before);
}

/** A run's own folder, and folders of the same pictures and masks, give the same figures and files without the project. */
async function sameOnFolders(evaluated: unknown, predicted: readonly string[]): Promise<void> {
  const [images, masks, again] = ['images', 'masks', 'again'].map((name) => join(out, name));
  const pictures = join(project, 'pictures');
  cpSync(join(pictures, readdirSync(pictures)[0] ?? ''), images ?? '', {
    recursive: true,
    filter: (from) => !from.endsWith('.jpg') || predicted.includes(`${parse(from).name}.png`),
  });
  await runCli(['export', 'masks', '--project', project, '--out', masks ?? '']);
  const run = join(out, 'elsewhere');
  cpSync(join(project, 'runs', 'whole'), run, {
    recursive: true,
    filter: (from) => !from.includes('predictions'),
  });
  const words = ['--run', run, '--images', images ?? ''];
  const measured = await runCli(['evaluate', ...words, '--masks', masks ?? '', '--json']);
  // A folder's pictures can be opened in no project.
  const { split, mistakes, worst, ...figures } = evaluated as Evaluation;
  expect([split, mistakes.length > 0, worst.length]).toEqual(['test', true, 3]);
  expect(lastLine(measured)).toMatchObject(figures);
  await valuesWithGaps({ run, images: images ?? '', masks: masks ?? '' }, figures);
  await runCli(['predict', ...words, '--out', again ?? '']);
  expect(readdirSync(again ?? '').sort()).toEqual([...predicted].sort());
  for (const file of predicted) {
    const written = readFileSync(join(again ?? '', file));
    expect(
      written.equals(readFileSync(join(out, 'predicted', file))) || file.includes('overlay'),
    ).toBe(true);
  }
  expect(readdirSync(run)).not.toContain('predictions');
}

it('trains, evaluates, predicts and exports', { timeout: 180_000 }, async () => {
  const trained = await train('whole', 2, '--width', '0.5').ended;
  expect(trained.code).toBe(0);
  expect(epochLines(trained)).toHaveLength(2);
  expect(epochLines(trained)[0]).toMatch(/\d % of the time waiting for pictures/);
  expect(lastLine(trained)).toMatchObject({
    run: 'whole',
    backend: 'tensorflow',
    epochs: 2,
    imagesPerSecond: expect.any(Number) as number,
    waitingShare: expect.any(Number) as number,
    best: { epoch: expect.any(Number) as number, iou: { cat: expect.anything() as number } },
  });

  const job = JSON.parse(
    readFileSync(join(project, 'runs', 'whole', 'job.json'), 'utf8'),
  ) as RunJob;
  expect(job.settings.width).toBe(0.5);

  const named = ['--project', project, '--run', 'whole', '--split', 'test', '--json'];
  const evaluated = await runCli(['evaluate', ...named]);
  expect(lastLine(evaluated)).toMatchObject({
    split: 'test',
    threshold: 0.5,
    outlineNear: 0.0075,
    pictures: 3,
    confusion: { names: ['background', 'cat', 'dog'] },
  });

  const strictly = ['--preset', 'strict', '--set', 'outlineNear=0.05,weights=last'];
  const loose = await runCli(['evaluate', ...named, ...strictly]);
  expect(lastLine(loose)).toMatchObject({ split: 'test', weights: 'last', outlineNear: 0.05 });

  const predicted = await runCli(['predict', ...named, '--out', join(out, 'predicted')]);
  expect(lastLine(predicted)).toMatchObject({ pictures: 3 });
  const files = readdirSync(join(out, 'predicted'));
  expect(files).toHaveLength(6);
  expect(files.filter((file) => file.endsWith('_overlay.png'))).toHaveLength(3);
  await sameOnFolders(lastLine(evaluated), files);

  const inside = join(out, 'layers');
  const look = ['layers', '--project', project, '--run', 'whole', '--out', inside, '--json'];
  const lost = await runCli([...look, '--image', 'nobody.jpg']);
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain('There is no picture “nobody.jpg” in this project.');
  const looked = await runCli([...look, '--image', '1', '--channels', '4']);
  expect(looked.code).toBe(0);
  const index = JSON.parse(readFileSync(join(inside, 'index.json'), 'utf8')) as LookedLayers;
  expect(lastLine(looked)).toEqual({ ...index, out: inside });
  expect(index).toMatchObject({
    run: 'whole',
    image: 1,
    sidePx: 32,
    classes: ['background', 'cat', 'dog'],
  });
  const drawn = index.layers.map(({ file }) => file);
  expect(readdirSync(inside).toSorted()).toEqual(
    [...drawn, 'index.json', 'thumbnails.png'].toSorted(),
  );
  expect(drawn.slice(0, 4)).toEqual([
    '001-picture.png',
    '002-down1_conv.png',
    '003-down1_conv_norm.png',
    '004-down1_conv_norm_relu.png',
  ]);
  const conv = index.layers.find(({ name }) => name === 'down2_conv2');
  // 3 x 3 in steps of two, pooled, and two more of 3 x 3: 3, 5, 13, 21 pixels of the picture.
  expect(conv).toMatchObject({ kind: 'convolution', width: 8, height: 8, built: { kernel: 3 } });
  expect(conv?.field).toEqual({ sizePx: 21, stridePx: 4 });
  expect(conv?.shown).toHaveLength(4);
  const last = index.layers.at(-1);
  expect(last).toMatchObject({ kind: 'softmax', channels: 3, limit: 1 });
  const relu = index.layers.find(({ name }) => name.endsWith('_relu'));
  expect(relu?.range.min).toBe(0);
  expect(relu?.range.zeros).toBeGreaterThan(0);

  expect(
    (await runCli(['train', '--project', project, '--again', 'whole', '--run', 'same', '--json']))
      .code,
  ).toBe(0);
  const compared = await runCli(['runs', 'diff', 'whole', 'same', '--project', project]);
  expect(compared.stdout).toContain('Pictures, masks and split are the same.');
  expect(compared.stdout).toMatch(
    /The curves are the same, bit for bit, in all of \d+ measurements\./,
  );
  const more = ['--resume', '--run', 'same', '--more', '1'];
  expect((await runCli(['train', '--project', project, ...more, '--json'])).code).toBe(0);
  const longer = await runCli(['runs', 'diff', 'whole', 'same', '--project', project]);
  expect(longer.stdout).toMatch(/settings\.epochs +2 +3/);

  const exported = await runCli([
    'export',
    'model',
    '--project',
    project,
    '--out',
    join(out, 'model'),
  ]);
  expect(exported.code).toBe(0);
  expect(readdirSync(join(out, 'model'))).toContain('model.json');
});

it('Ctrl+C stops, keeps the weights and exits with 130', { timeout: 180_000 }, async () => {
  const running = train('stopped', 500);
  await afterFirstEpoch(running);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  const { best, epochs } = lastLine(ended) as { best: { epoch: number }; epochs: number };
  expect(best.epoch).toBeGreaterThan(0);
  expect(epochs).toBeLessThan(500);
  const folder = join(project, 'runs', 'stopped');
  expect(readdirSync(join(folder, 'best'))).toContain('model.json');
  expect(readdirSync(join(folder, 'last'))).toContain('model.json');
});

it(
  'a killed engine is told, and --resume goes on from its checkpoint',
  { timeout: 240_000 },
  async () => {
    const running = train('killed', 500);
    await afterFirstEpoch(running);
    const [engine = 0] = childrenOf(running.child.pid ?? 0);
    process.kill(engine, 'SIGKILL');
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(lastLine(ended)).toMatchObject({
      error: { message: expect.stringContaining('--resume --run killed') as string },
    });

    const resumed = startCli([
      'train',
      '--project',
      project,
      '--resume',
      '--run',
      'killed',
      '--json',
    ]);
    const before = epochLines(ended).length;
    await expect
      .poll(resumed.stderr, { timeout: 90_000 })
      .toContain(`epoch ${String(before + 1)}/500`);
    resumed.child.kill('SIGINT');
    const stopped = await resumed.ended;
    expect(stopped.code).toBe(130);
    expect((lastLine(stopped) as { epochs: number }).epochs).toBeGreaterThan(before);
  },
);

it('a killed command takes its engine with it', { timeout: 120_000 }, async () => {
  const running = train('orphan', 500);
  await afterFirstEpoch(running);
  const [engine = 0] = childrenOf(running.child.pid ?? 0);
  expect(execFileSync('ps', ['-o', 'args=', '-p', String(engine)], { encoding: 'utf8' })).toContain(
    'engine-process',
  );
  running.child.kill('SIGKILL');
  await expect.poll(() => isAlive(engine), { timeout: 10_000 }).toBe(false);
});
