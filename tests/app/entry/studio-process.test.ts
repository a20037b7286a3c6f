import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StudioMessage } from '../../../app/contract/owner-messages.ts';
import { engineCommand, studioCommand } from '../../../app/entry/processes.ts';
import { own } from '../../../app/owner/owner.ts';

test('a call of its owner that fails unforeseen is answered in a sentence, and logged with its story', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-process-'));
  const log: string[] = [];
  const answers = new Map<number, (message: StudioMessage) => void>();
  const owner = own({
    studio: { ...studioCommand, environment: { MASKWRIGHT_CONFIG: join(folder, 'person') } },
    engine: engineCommand,
    begin: () => ({ kind: 'begin', folder: null, http: null }),
    hear(message) {
      if ('id' in message && typeof message.id === 'number') answers.get(message.id)?.(message);
    },
    tell: () => undefined,
    log: (line) => log.push(line),
  });
  onTestFinished(async () => {
    await owner.leave(5_000);
    await rm(folder, { recursive: true, force: true });
  });
  function ask(id: number, method: string, params: object): Promise<StudioMessage> {
    return new Promise((resolve) => {
      answers.set(id, resolve);
      owner.send({ kind: 'request', id, method, params });
    });
  }

  const project = join(folder, 'project');
  expect(await ask(1, 'project.open', { folder: project, create: true })).toMatchObject({
    kind: 'response',
  });
  await writeFile(join(project, 'runs'), 'a file where the folder of the runs should be');
  expect(await ask(2, 'run.list', {})).toMatchObject({
    kind: 'refusal',
    error: { code: 'internal' },
  });
  await expect.poll(() => log.join('\n')).toMatch(/run\.list: Error: ENOTDIR.*\n +at /);
  // What was foreseen is told to whoever asked, and needs no story.
  await ask(3, 'run.get', { run: 'no-such-run' });
  expect(log.join('\n')).not.toContain('run.get');
});
