import { createServer } from 'node:http';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../../app/contract/client.ts';
import { connectHttp } from '../../contract/http-transport.ts';
import { writeSmallProject } from '../../contract/small-project.ts';
import { lastLine, runCli, startCli } from './run-cli.ts';
import { childrenOf, insist, isAlive, linkOf, startServing, type Serving } from './serving.ts';

const underWay: Serving[] = [];
async function serving(...words: readonly string[]): Promise<Serving> {
  const started = await startServing(words);
  underWay.push(started);
  return started;
}
afterEach(async () => {
  await Promise.all(underWay.splice(0).map((each) => each.end()));
});

async function sampleProject(): Promise<string> {
  const { folder, annotations, images } = await writeSmallProject();
  const words = ['--annotations', annotations, '--images', images, '--project', folder];
  expect((await runCli(['import', 'coco', ...words])).code).toBe(0);
  return folder;
}

it('prints a link first, whose page is open and empty of data', async () => {
  const { link, running } = await serving();
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('/api/session');
  const { origin, hash } = new URL(link);
  expect((await fetch(`${origin}/image/1`)).status).toBe(401);
  expect(running.stderr()).not.toContain(hash.slice('#token='.length));
});

it('a killed studio is back on the same port, and an open page goes on', async () => {
  const folder = await sampleProject();
  const { client, studio, transport, link } = await serving('--project', folder);
  const first = studio();
  const unused = await client.call('annotation.reserve', { count: 5 });
  process.kill(first, 'SIGKILL');
  const { project } = await insist(() => client.call('studio.status', {}));
  expect(project).toMatchObject({ folder, images: 3, readOnly: false });
  expect(studio()).not.toBe(first);
  // The same cookie, on the same origin; ids that were given out are not given out again.
  const next = await client.call('annotation.reserve', { count: 1 });
  expect(next.first).toBeGreaterThanOrEqual(unused.first + 5);
  expect(transport.origin).toBe(new URL(link).origin);
});

it('links that were not used survive the studio, used ones do not come back', async () => {
  const { running, studio, link, client } = await serving();
  running.child.stdin?.write('\n');
  const second = await linkOf(running, 1);
  process.kill(studio(), 'SIGKILL');
  await insist(() => client.call('studio.status', {}));
  const transport = await connectHttp(second);
  expect(await createClient(transport).call('studio.status', {})).toMatchObject({ trouble: null });
  transport.close();
  await expect(connectHttp(second)).rejects.toThrow('401');
  await expect(connectHttp(link)).rejects.toThrow('401');
});

it.each([
  ['SIGTERM', 0],
  ['SIGINT', 130],
] as const)('%s ends everything and exits with %i', async (signal, code) => {
  const running = startCli(['serve', '--no-open']);
  await linkOf(running);
  const children = childrenOf(running.child.pid ?? 0);
  expect(children).toHaveLength(1);
  running.child.kill(signal);
  expect((await running.ended).code).toBe(code);
  expect(children.filter(isAlive)).toEqual([]);
});

it('a studio whose owner was killed ends by itself', async () => {
  const running = startCli(['serve', '--no-open']);
  await linkOf(running);
  const [studio = 0] = childrenOf(running.child.pid ?? 0);
  running.child.kill('SIGKILL');
  await expect.poll(() => isAlive(studio), { timeout: 5_000 }).toBe(false);
});

it('a port that is taken is told in a sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr, stdout } = await runCli(['serve', '--no-open', '--port', String(port)]);
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain(`Port ${String(port)} is used by another program`);
  expect(stdout).toBe('');
});

it('a project that is not there is told in a sentence', async () => {
  const { code, stderr } = await runCli(['serve', '--no-open', '--project', 'no-such-project']);
  expect(code).toBe(1);
  expect(stderr).toContain('no-such-project');
  expect(stderr).not.toContain('    at ');
});

it('a project opened twice is read-only the second time', async () => {
  const folder = await sampleProject();
  const first = await serving('--project', folder);
  const second = await serving('--project', folder);
  expect((await first.client.call('studio.status', {})).project?.readOnly).toBe(false);
  expect((await second.client.call('studio.status', {})).project?.readOnly).toBe(true);
  await expect(second.client.call('category.add', { name: 'fox' })).rejects.toMatchObject({
    code: 'read-only',
  });
  const { images } = await second.client.call('image.list', {
    filter: {},
    order: { by: 'id', descending: false },
    offset: 0,
    limit: 10,
  });
  expect(images).toHaveLength(3);
  const split = await runCli(['split', '--project', folder, '--val', '0.5', '--json']);
  expect(split.code).toBe(1);
  expect(lastLine(split)).toMatchObject({ error: { code: 'read-only' } });
});

it('a damaged database is told of, kept, and its backup comes back', async () => {
  const folder = await sampleProject();
  const file = openSync(join(folder, 'project.sqlite'), 'r+');
  writeSync(file, Buffer.alloc(65_536, 0xaa), 0, 65_536, 0);
  closeSync(file);
  const { client } = await serving('--project', folder);
  const { project, trouble } = await client.call('studio.status', {});
  expect(project).toBeNull();
  expect(trouble).toMatchObject({ code: 'damaged', folder });
  if (trouble?.backup != null) {
    const recovered = await client.call('project.recover', { folder });
    expect(recovered.folder).toBe(folder);
  }
});
