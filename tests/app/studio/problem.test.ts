import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { logNames } from '../../../app/contract/person-folder.ts';
import { linkWithToken, newToken } from '../../../app/links/session.ts';
import { openLogFile } from '../../../app/owner/log-file.ts';
import { logFile } from '../../../app/studio/configuration.ts';
import { withoutSecrets } from '../../../app/studio/problem/problem-secrets.ts';
import { firstState, writeJob, writeState } from '../../../app/studio/run-folder/run-files.ts';
import { runFolder } from '../../../app/store/places.ts';
import { startProject, startStudio, testFolder, type TestStudio } from './test-studio.ts';

async function partsOf({ call }: TestStudio): Promise<Record<string, string>> {
  const { parts } = await call('problem.collect', {});
  return Object.fromEntries(parts.map(({ name, text }) => [name, text]));
}

function setEnvironment(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) {
      // Undefined would become the word.
      Reflect.deleteProperty(process.env, name);
    } else {
      process.env[name] = before;
    }
  });
}

describe('what is collected', () => {
  test('says what there is, in counts, without a name of a picture, class or folder', async () => {
    const studio = await startProject();
    const parts = await partsOf(studio);
    expect(Object.keys(parts)).toEqual([
      'This computer',
      'Settings',
      'Project',
      'Newest run',
      'Tasks',
    ]);
    expect(parts['This computer']).toMatch(/^System: .+\nMaskwright: \d/);
    expect(parts['This computer']).toContain(`Node: ${process.versions.node}`);
    expect(parts['Project']).toBe(
      [
        'Pictures: 4 (0 edited, 0 accepted)',
        'Objects: 6',
        'Classes: 2',
        'Sources: coco with 4 pictures, 0 missing',
        'Open elsewhere: no',
      ].join('\n'),
    );
    expect(parts['Newest run']).toBe('There is no run yet.');
    expect(parts['Tasks']).toContain('import');
    const told = Object.values(parts)
      .flatMap((text) => text.split('\n'))
      .filter((line) => !line.startsWith('MASKWRIGHT_CONFIG='))
      .join('\n');
    for (const name of ['cat', 'dog', '1.png', 'instances.json', 'maskwright-studio-']) {
      expect(told).not.toContain(name);
    }
  });

  test('without a project it still says what Maskwright runs on', async () => {
    testFolder();
    const parts = await partsOf(await startStudio());
    expect(parts['Project']).toBe('No project is open.');
    expect(parts['This computer']).toContain('TensorFlow.js: ');
  });

  test('the newest run comes with its state and the end of its log, classes left out', async () => {
    const studio = await startProject();
    const { settings } = await studio.call('training.plan', { choice: {} });
    const job = {
      format: 1 as const,
      name: 'run-1',
      createdAt: '2026-01-02T03:04:05.000Z',
      settings,
      classes: [{ id: 17, name: 'secret-breed', value: 1 }],
      dataHash: 'ab'.repeat(32),
    };
    writeJob(studio.folder, job);
    writeState(studio.folder, job.name, {
      ...firstState(job),
      status: 'failed',
      error: 'out of memory',
      best: {
        epoch: 2,
        meanIou: 0.5,
        iou: { 'secret-breed': 0.5 },
        dice: { 'secret-breed': 0.6 },
        pixelAccuracy: 0.9,
      },
    });
    const lines = Array.from({ length: 500 }, (_, step) => `step ${step}`);
    writeFileSync(join(runFolder(studio.folder, job.name), 'log.txt'), `${lines.join('\n')}\n`);

    const text = (await partsOf(studio))['Newest run'] ?? '';
    expect(text).toContain('Run: run-1, begun 2026-01-02T03:04:05.000Z');
    expect(text).toContain('"error":"out of memory"');
    expect(text).toContain('Best: epoch 2, mean IoU 0.5');
    expect(text.split('\n').slice(-60)).toEqual(lines.slice(-60));
    expect(text).not.toContain('step 439\n');
    expect(text).not.toContain('secret-breed');
  });

  test('a part that cannot be collected tells why, and the others are there', async () => {
    const studio = await startProject();
    writeFileSync(join(studio.folder, 'runs'), 'a file where the folder of the runs should be');
    const parts = await partsOf(studio);
    expect(parts['Newest run']).toMatch(/^It could not be collected: ENOTDIR/);
    expect(parts['Project']).toContain('Pictures: 4');
  });

  test('logs come without tokens, with the home folder as ~, and cut to their ends', async () => {
    testFolder();
    const studio = await startStudio();
    const token = newToken();
    const path = logFile(logNames.browser);
    const log = openLogFile(path);
    for (let number = 0; number < 3_000; number++) {
      log.add(`request ${number} ${'.'.repeat(100)}`);
    }
    log.add(`opened ${linkWithToken(4123, token)} for ${join(homedir(), 'pictures')}`);
    log.add('pip: could not reach https://ann:hunter2@packages.example/simple');

    const text = (await partsOf(studio))['Log: studio.log'] ?? '';
    expect(text).not.toContain(token);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(homedir());
    expect(text).toContain(`for ~${join('/', 'pictures')}`);
    expect(text).toContain('request 2999');
    expect(text).not.toContain('request 0 ');
    expect(text.split('\n').length).toBeLessThanOrEqual(300);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    // The file itself is not touched.
    expect(readFileSync(path, 'utf8')).toContain(token);
  });

  test('right after a rotation the lines before it are there', async () => {
    testFolder();
    const studio = await startStudio();
    const path = logFile(logNames.desktop);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.1`, 'then\n');
    writeFileSync(path, 'now\n');
    expect((await partsOf(studio))['Log: main.log']).toBe('then\nnow');
  });

  test('settings are those that change how it behaves, and no other variable', async () => {
    testFolder();
    setEnvironment('NODE_OPTIONS', '--max-old-space-size=900');
    setEnvironment('MASKWRIGHT_SECRET_OF_A_TEST', 'not to be told');
    const parts = await partsOf(await startStudio());
    expect(parts['Settings']).toContain('NODE_OPTIONS=--max-old-space-size=900');
    expect(JSON.stringify(parts)).not.toContain('not to be told');
  });
});

describe('without secrets', () => {
  test.each([
    ['/home/an/masks', '/home/an', '~/masks'],
    ['/home/anna/masks', '/home/an', '/home/anna/masks'],
    ['in “/home/an”.', '/home/an', 'in “~”.'],
    ['file:///home/a%20n/x', '/home/a n', 'file://~/x'],
    ['C:\\Users\\An\\masks', 'C:\\Users\\An', '~\\masks'],
    ['"C:\\\\Users\\\\An\\\\masks"', 'C:\\Users\\An', '"~\\\\masks"'],
    ['/etc/hosts', '/', '/etc/hosts'],
    ['Authorization: Bearer-of-it', '/home/an', 'Authorization: (left out)'],
    [`"cookie":"abc=def"`, '/home/an', `"cookie":(left out)`],
    [`sha256 ${'0a'.repeat(32)}`, '/home/an', `sha256 ${'0a'.repeat(32)}`],
  ])('%s', (text, home, expected) => {
    expect(withoutSecrets(text, home)).toBe(expected);
  });
});

describe('saving', () => {
  test('writes the text to the byte, and gives it the ending .txt', async () => {
    const folder = testFolder();
    const { call } = await startStudio();
    const text = 'Maskwright: a problem\n\nÄ “quoted” 🐈 line\n';
    const { path } = await call('problem.save', { path: join(folder, 'new', 'report'), text });
    expect(path).toBe(join(folder, 'new', 'report.txt'));
    expect(readFileSync(path)).toEqual(Buffer.from(text));
    await call('problem.save', { path, text: `${text}more` });
    expect(readFileSync(path, 'utf8')).toBe(`${text}more`);
  });

  test('replaces nothing that is not a report', async () => {
    const folder = testFolder();
    const { call } = await startStudio();
    const path = join(folder, 'diary.txt');
    writeFileSync(path, 'Dear diary');
    await expect(
      call('problem.save', { path, text: 'Maskwright: a problem\n' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(readFileSync(path, 'utf8')).toBe('Dear diary');
  });

  test('replaces no file that is too long to be read whole', async () => {
    const path = join(testFolder(), 'measured.txt');
    const { call } = await startStudio();
    const longerThanAnyText = 600 * 2 ** 20;
    writeFileSync(path, '');
    truncateSync(path, longerThanAnyText);
    await expect(
      call('problem.save', { path, text: 'Maskwright: a problem\n' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(statSync(path).size).toBe(longerThanAnyText);
  });
});
