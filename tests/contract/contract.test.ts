import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '../../app/contract/client.ts';
import { StudioError } from '../../app/contract/errors.ts';
import { methods, type MethodName } from '../../app/contract/methods.ts';
import type { Job } from '../../app/contract/shapes.ts';
import { exampleCalls } from './example-calls.ts';
import {
  manyCategories,
  writeManyCategories,
  writeSmallProject,
  type SmallProject,
} from './small-project.ts';
import { transports, type OpenTransport } from './transports.ts';

const methodNames = Object.keys(methods) as MethodName[];

function failure(call: Promise<unknown>): Promise<StudioError> {
  return call.then(
    () => {
      throw new Error('The call was answered.');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(StudioError);
      return error as StudioError;
    },
  );
}

describe.each(Object.entries(transports))('over %s', (_, open) => {
  let opened: OpenTransport;
  let client: Client;
  let project: SmallProject;

  /** Starts a job and waits for the event that tells its end. */
  async function ended(start: () => Promise<{ job: string }>): Promise<Job> {
    const ends: Job[] = [];
    const stop = client.subscribe('job', (job) => {
      if (job.state !== 'running') ends.push(job);
    });
    const { job: id } = await start();
    const end = () => ends.find((job) => job.id === id);
    await expect.poll(end, { timeout: 30_000 }).toBeDefined();
    stop();
    return end() as Job;
  }

  beforeAll(async () => {
    project = await writeSmallProject();
    opened = await open();
    client = createClient(opened.transport);
    await client.call('project.open', { folder: project.folder, create: true });
  });
  afterAll(() => opened.close());

  it('a job is told of from its start to its end', async () => {
    const { annotations, images } = project;
    const job = await ended(() => client.call('import.coco', { annotations, images, copy: false }));
    expect(job).toMatchObject({
      state: 'done',
      result: { images: 3, annotations: 4, skipped: [], categories: ['cat', 'dog'] },
    });
    expect(await client.call('job.get', { job: job.id })).toEqual(job);
  });

  it.each(methodNames)('%s answers as the table says, or fails with a sentence', async (name) => {
    const params = exampleCalls(project)[name];
    if (params === null) return;
    try {
      const result = await opened.transport.request(name, params);
      expect(v.safeParse(methods[name].result, result).issues).toBeUndefined();
    } catch (error) {
      expect(error).toBeInstanceOf(StudioError);
      const { code, message } = error as StudioError;
      expect(code).not.toBe('internal');
      expect(message).toMatch(/^\S.{10,}[.?!]$/su);
    }
  });

  it.each(methodNames)('%s refuses what is not an object', async (name) => {
    for (const params of [null, 'text', 7]) {
      const { code } = await failure(opened.transport.request(name, params));
      expect(code).toBe('bad-request');
    }
  });

  it('a method that is not there is refused, whatever its name', async () => {
    for (const name of ['image.burn', '__proto__', 'constructor', 'toString', '']) {
      const { code } = await failure(opened.transport.request(name, {}));
      expect(code).toBe('bad-request');
    }
  });

  it('an error keeps its code and its sentence', async () => {
    const error = await failure(client.call('image.get', { image: 4_000_000 }));
    expect(error.code).toBe('not-found');
    expect(error.message).toContain('4000000');
  });

  it('what was written is read again, by everybody', async () => {
    const { total } = await client.call('image.list', {
      filter: {},
      order: { by: 'id', descending: false },
      offset: 0,
      limit: 1,
    });
    expect(total).toBeGreaterThanOrEqual(3);
    const { annotations } = await client.call('image.get', { image: 2 });
    expect(annotations.map(({ category, areaPx2 }) => [category, areaPx2])).toEqual([
      [17, 100],
      [18, 100],
    ]);
  });

  it('an event reaches whoever listens, and nobody else', async () => {
    let heard = 0;
    let afterwards = 0;
    const stop = client.subscribe('categories', () => (heard += 1));
    const stopEarly = client.subscribe('categories', () => (afterwards += 1));
    stopEarly();
    await client.call('category.add', { name: 'owl' });
    await expect.poll(() => heard, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(afterwards).toBe(0);
    stop();
  });

  it('a call can be taken back before and after it was made', async () => {
    const before = await failure(client.call('studio.status', {}, AbortSignal.abort()));
    expect(before.code).toBe('cancelled');
    const controller = new AbortController();
    const call = failure(
      client.call('import.inspect', { annotations: writeManyCategories() }, controller.signal),
    );
    setTimeout(() => {
      controller.abort();
    }, 5);
    expect((await call).code).toBe('cancelled');
    expect(await client.call('studio.status', {})).toMatchObject({ trouble: null });
  });

  it('a result of megabytes comes whole', async () => {
    const overview = await client.call('import.inspect', { annotations: writeManyCategories() });
    expect(overview.categories).toHaveLength(manyCategories);
    expect(overview.annotations).toBe(manyCategories);
  });

  it('many calls at once are answered each with its own', async () => {
    const first = await Promise.all(
      Array.from({ length: 200 }, () => client.call('annotation.reserve', { count: 3 })),
    );
    expect(new Set(first.map((answer) => answer.first)).size).toBe(200);
  });
});
