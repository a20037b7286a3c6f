import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../app/entry/command.ts';
import { commands } from '../../../app/entry/commands/index.ts';
import { helpOf } from '../../../app/entry/help.ts';
import { createProgress } from '../../../app/entry/progress.ts';
import { writeSmallProject } from '../../contract/small-project.ts';
import type { ModelSummary } from '../../../app/contract/model-summary.ts';
import { lastLine, runCli, startCli } from './run-cli.ts';

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new Error(`There is no command ${name}.`);
  return found;
}

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`  ${name} `);
  });

  it('of a command is printed and nothing is done', async () => {
    const { code, stdout } = await runCli(['sample', '--project', 'p', '--help']);
    expect(code).toBe(0);
    expect(stdout).toBe(helpOf(commandNamed('sample')));
  });

  it.each(commands)('of “$name” names its flags and has an example that parses', (command) => {
    const help = helpOf(command);
    for (const flag of [...Object.keys(command.options), 'json', 'help']) {
      expect(help).toContain(`--${flag}`);
    }
    expect(help).toContain(`Example:\n  npm run -s maskwright -- ${command.name}`);
    const words = command.example.split(' ').slice(command.name.split(' ').length);
    expect(() => command.prepare(words.filter((word) => word !== '--json'))).not.toThrow();
  });
});

describe('wrong usage', () => {
  it.each([
    [[], 'COMMAND'],
    [['bogus'], 'no command “bogus”'],
    [['import'], 'import coco, import folder, import masks'],
    [['export', 'everything'], 'export coco, export masks, export model, export curves'],
    [['sample', '--project', 'p', '--color', 'red'], "Unknown option '--color'"],
    [['split', '--project', 'p'], '--train N --test N, or --val 0.2 --test 0.1'],
  ])('%j ends with 2 and a sentence', async (words, sentence) => {
    const { code, stderr, stdout } = await runCli(words);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stdout).toBe('');
  });

  it.each([
    ['sample', '', '--project DIR is needed'],
    ['sample', '--project', 'argument missing'],
    ['sample', '--project p more', "Unexpected argument 'more'"],
    ['sample', '--project p --images many', 'whole number'],
    ['sample', '--project p --images -3', '--images'],
    ['import coco', '--images a --project p', '--annotations FILE is needed'],
    ['train', '--project p --backend gpu', 'auto or tensorflow'],
    ['train', '--project p --model resnet', 'unet or unet-tutorial'],
    ['train', '--project p --rate fast', 'number'],
    ['predict', '--project p --out o', '--run NAME is needed'],
    ['export masks', '--project p --out o --layout voc', 'keras-segmentation'],
  ])('%s %s: %s', (name, words, sentence) => {
    const argv = words.split(' ').filter((word) => word !== '');
    expect(() => commandNamed(name).prepare(argv)).toThrow(sentence);
  });

  it.each([
    ['split', '--project p --val 0.7 --test 0.6', 'together at most 1'],
    ['split', '--project p --val 20', 'shares'],
    ['split', '--project p --train 0.5', 'whole'],
    ['export masks', '--project p --out o --ignore 256', '0 to 255'],
    ['predict', '--run r --out o', '--project DIR is needed, or --images DIR'],
    ['predict', '--project p --run runs/r --images i --out o', 'leave --project out'],
    ['evaluate', '--run r --images i', '--images needs --masks too'],
    ['evaluate', '--run r --images i --masks m --split val', '--split is of a project'],
    ['evaluate', '--project p --run r --ignore 7', '--ignore is of masks in a folder'],
    ['evaluate', '--project p --run r --classes c', '--classes is of masks in a folder'],
    ['import masks', '--images i --masks m --project p --ignore 256', 'from 1 to 255, or none'],
    ['serve', '--port 70000', '65535'],
    ['import coco', '--annotations a --images b --project p --limit 0', '1 or more'],
  ])('%s %s: %s, before anything is opened', async (name, words, sentence) => {
    const run = commandNamed(name).prepare(words.split(' '));
    const context = { progress: createProgress(process.stderr), signal: AbortSignal.abort() };
    await expect(async () => run(context)).rejects.toThrow(sentence);
  });

  it('also as JSON', async () => {
    const ended = await runCli(['sample', '--json']);
    expect(ended.code).toBe(2);
    expect(lastLine(ended)).toMatchObject({ error: { code: 'bad-request' } });
  });
});

describe('the networks', () => {
  it('are listed, and one is told layer by layer', async () => {
    const { stdout } = await runCli(['models']);
    expect(stdout).toMatch(/^unet-tutorial +471,619 +4,462\.1 M +200 px +2 /m);
    const one = await runCli(['models', 'fcn-32s', '--size', '224', '--batch', '1', '--json']);
    const { layers, parameters } = lastLine(one) as ModelSummary;
    const pool = layers.find(({ name }) => name === 'down5_pool');
    expect(pool).toMatchObject({ width: 7, field: { sizePx: 212, stridePx: 32 } });
    expect(parameters.trained).toBeGreaterThan(2_000_000);
  });

  it('that do not exist are refused with those that do', async () => {
    const { code, stderr } = await runCli(['models', 'resnet']);
    expect(code).toBe(2);
    expect(stderr).toContain('There is no model “resnet”; there are unet, unet-tutorial');
  });
});

describe('on a small project', () => {
  it('import, split and export from the caller’s folder, one JSON object each', async () => {
    const { annotations } = await writeSmallProject();
    const cwd = dirname(annotations);
    const imported = await runCli(
      [
        'import',
        'coco',
        '--annotations',
        'instances.json',
        '--images',
        'pictures',
        '--project',
        'mine',
        '--categories',
        'cat',
        '--json',
      ],
      { cwd },
    );
    expect(imported.stderr).not.toMatch(/error|warn/i);
    expect(imported.code).toBe(0);
    expect(imported.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(lastLine(imported)).toMatchObject({
      images: 3,
      annotations: 3,
      categories: ['cat'],
      skipped: [],
    });
    expect(readdirSync(join(cwd, 'mine'))).toContain('project.sqlite');

    const again = await runCli(
      [
        'import',
        'coco',
        '--annotations',
        'instances.json',
        '--images',
        'pictures',
        '--project',
        'mine',
        '--categories',
        'cat',
      ],
      { cwd },
    );
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('were there already');

    const split = await runCli(
      ['split', '--project', 'mine', '--train', '2', '--val', '0', '--test', '1', '--json'],
      { cwd },
    );
    expect(lastLine(split)).toEqual({ train: 2, val: 0, test: 1, none: 0 });
  });

  it('fails with 1 and a sentence, and leaves no project half made', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskwright-cli-'));
    writeFileSync(join(folder, 'cut.json'), '{"images": [{"id": 1, "file_na');
    const ended = await runCli(
      [
        'import',
        'coco',
        '--annotations',
        'cut.json',
        '--images',
        '.',
        '--project',
        'mine',
        '--json',
      ],
      { cwd: folder },
    );
    expect(ended.code).toBe(1);
    expect(lastLine(ended)).toMatchObject({
      error: { code: 'bad-input', message: expect.stringContaining('cut.json') },
    });
    expect(ended.stderr).not.toContain('    at ');

    const missing = await runCli(['split', '--project', 'nowhere', '--val', '0.5'], {
      cwd: folder,
    });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('nowhere');
    expect(readdirSync(folder)).not.toContain('nowhere');
  });

  it('Ctrl+C ends with 130 and the project as it was', async () => {
    const { folder } = await writeSmallProject();
    await runCli(['sample', '--project', folder, '--images', '2']);
    const running = startCli([
      'sample',
      '--project',
      folder,
      '--images',
      '2000',
      '--seed',
      '3',
      '--json',
    ]);
    await expect.poll(running.stderr, { timeout: 30_000 }).toMatch(/Draw.*\d %/);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(lastLine(ended)).toMatchObject({ error: { code: 'cancelled' } });
    const split = await runCli(['split', '--project', folder, '--val', '0.5', '--json']);
    expect(lastLine(split)).toEqual({ train: 1, val: 1, test: 0, none: 0 });
  });

  it('doctor answers without a project', async () => {
    const ended = await runCli(['doctor', '--json']);
    expect(ended.code).toBe(0);
    const { facts } = lastLine(ended) as { facts: { name: string; value: string }[] };
    expect(facts.map(({ name }) => name).join()).toMatch(/Node.*SQLite/);
  });
});
