import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { holdLock, isLocked } from '../../../app/store/lock.ts';
import { scratchFolder } from '../formats/scratch.ts';

it('is held by one, and free again when released', () => {
  const file = join(scratchFolder(), 'lock');
  expect(isLocked(file)).toBe(false);
  expect(existsSync(file)).toBe(false);
  const lock = holdLock(file);
  expect(lock).not.toBeNull();
  expect(isLocked(file)).toBe(true);
  expect(holdLock(file, { waitMs: 0 })).toBeNull();
  lock?.release();
  expect(isLocked(file)).toBe(false);
});

it('of a process that was killed is free', async () => {
  const file = join(scratchFolder(), 'lock');
  const lockModule = new URL('../../../app/store/lock.ts', import.meta.url).href;
  const script = `const { holdLock } = await import(${JSON.stringify(lockModule)});
    globalThis.lock = holdLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(child.stdout, 'data');
  expect(isLocked(file)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isLocked(file)).toBe(false);
});
