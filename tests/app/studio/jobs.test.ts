import { expect, it } from 'vitest';
import type { Job } from '../../../app/contract/shapes.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import { createJobs } from '../../../app/studio/jobs/jobs.ts';
import { createPace } from '../../../app/studio/jobs/pace.ts';

const options = { kind: 'test', title: 'Test', unit: 'pictures' };

function watched() {
  const told: Job[] = [];
  const jobs = createJobs((job) => told.push(job));
  async function ended(id: string): Promise<Job> {
    while (jobs.get(id).state === 'running') await new Promise(setImmediate);
    return jobs.get(id);
  }
  return { jobs, told, ended };
}

it('a job has a result or an error, and both are told', async () => {
  const { jobs, told, ended } = watched();
  const good = jobs.start(options, ({ progress }) => {
    progress({ done: 1, total: 2 });
    return Promise.resolve({ pictures: 2 });
  });
  expect(await ended(good)).toMatchObject({ state: 'done', done: 1, result: { pictures: 2 } });
  const bad = jobs.start(options, () => Promise.reject(new StudioError('bad-input', 'No.')));
  expect(await ended(bad)).toMatchObject({
    state: 'failed',
    error: { code: 'bad-input', message: 'No.' },
  });
  expect(told.at(-1)).toMatchObject({ id: bad, state: 'failed' });
  expect(() => jobs.get('nothing')).toThrow(expect.objectContaining({ code: 'not-found' }));
});

it('one that is cancelled ends as cancelled, whatever it throws; one that has ended stays as it is', async () => {
  const { jobs, ended } = watched();
  const id = jobs.start(options, async ({ signal }) => {
    await new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('torn off'));
      });
    });
  });
  await new Promise(setImmediate);
  jobs.cancel(id);
  expect(await ended(id)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
  const done = jobs.start(options, () => Promise.resolve(1));
  await ended(done);
  jobs.cancel(done);
  expect(jobs.get(done).state).toBe('done');
});

it('progress is told a few times a second, the end always', async () => {
  const { jobs, told, ended } = watched();
  const id = jobs.start(options, ({ progress }) => {
    for (let done = 0; done < 10_000; done++) progress({ done, total: 10_000 });
    return Promise.resolve(undefined);
  });
  await ended(id);
  expect(told.length).toBeLessThan(20);
  expect(told.at(-1)).toMatchObject({ state: 'done', done: 9999 });
});

it('closing a project ends what works on it, and nothing else', async () => {
  const { jobs, ended } = watched();
  const wait = ({ signal }: { signal: AbortSignal }) =>
    new Promise<void>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  const own = jobs.start(options, wait);
  const other = jobs.start({ ...options, outlivesProject: true }, wait);
  await jobs.endProject();
  expect(jobs.get(own).state).toBe('cancelled');
  expect(jobs.get(other).state).toBe('running');
  await jobs.close();
  expect((await ended(other)).state).toBe('cancelled');
});

it('the time left follows the pace of late, and the time to get ready does not count', () => {
  let seconds = 0;
  const pace = createPace(() => seconds);
  expect(pace.secondsLeft(100)).toBeNull();
  seconds = 60;
  pace.note(0);
  pace.note(1);
  for (let done = 2; done <= 20; done++) {
    seconds += 1;
    pace.note(done);
  }
  expect(pace.secondsLeft(100)).toBeCloseTo(80, 0);
  for (let done = 22; done <= 80; done += 2) {
    seconds += 1;
    pace.note(done);
  }
  expect(pace.secondsLeft(100)).toBeCloseTo(10, 0);
  expect(pace.secondsLeft(0)).toBeNull();
});
