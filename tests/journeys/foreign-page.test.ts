import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../app/entry/run-cli.ts';
import { linkOf, startServing, type Serving } from '../app/entry/serving.ts';
import { writeSmallProject } from '../contract/small-project.ts';

/** The person has the studio open in one tab and walks into a trap in another: same browser, same cookies. */
let serving: Serving;
let trap: Server;
let browser: Browser;
let context: BrowserContext;
let studio: string;
let trapPort: number;

beforeAll(async () => {
  const { folder, annotations, images } = await writeSmallProject();
  const words = ['--annotations', annotations, '--images', images, '--project', folder];
  expect((await runCli(['import', 'coco', ...words])).code).toBe(0);
  serving = await startServing(['--project', folder]);
  serving.running.child.stdin?.write('\n');
  const link = await linkOf(serving.running, 1);
  studio = new URL(link).origin;

  trap = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>trap</title>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => trap.once('listening', resolve));
  trapPort = (trap.address() as AddressInfo).port;

  browser = await chromium.launch({
    executablePath: process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium',
    // The attacker's name server says that evil.example is this computer.
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
  context = await browser.newContext();
  const own = await context.newPage();
  await own.goto(link);
  await own.waitForFunction(() => document.title !== '' && location.hash === '');
  // The studio's own page may do what the others below try.
  expect(await own.evaluate(attack, studio)).toMatchObject({
    socket: 'opened',
    read: 200,
    write: 200,
    // Not even its own: a script's address is no text there (Trusted Types).
    code: expect.stringContaining('TrustedScriptURL'),
  });
});
afterAll(async () => {
  await browser.close();
  trap.close();
  await serving.end();
});

/** Runs in a page: everything a script can try to reach the studio with the person's cookie. */
async function attack(target: string): Promise<Record<string, unknown>> {
  const socket = new Promise((resolve) => {
    const opened = new WebSocket(`${target.replace('http', 'ws')}/api/events`);
    opened.onopen = () => resolve('opened');
    opened.onerror = () => resolve('refused');
  });
  function status(path: string, init: RequestInit): Promise<unknown> {
    return fetch(target + path, { credentials: 'include', ...init }).then(
      (answer) => (answer.type === 'opaque' ? 'opaque' : answer.status),
      () => 'refused',
    );
  }
  function element(name: 'img' | 'script' | 'iframe', path: string): Promise<unknown> {
    return new Promise((resolve) => {
      const made = document.createElement(name);
      made.onload = () => resolve('loaded');
      made.onerror = () => resolve('refused');
      made.src = target + path;
      document.documentElement.append(made);
    }).catch((error: unknown) => String(error));
  }
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'planted' });
  return {
    socket: await socket,
    read: await status('/image/1', {}),
    write: await status('/api/studio.status', { method: 'POST', headers: json, body: '{}' }),
    simpleWrite: await status('/api/category.add', { method: 'POST', mode: 'no-cors', body }),
    typedWrite: await status('/api/category.add', { method: 'POST', headers: json, body }),
    picture: await element('img', '/image/1'),
    code: await element('script', '/assets/index.js'),
  };
}

async function open(url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function categories(): Promise<readonly string[]> {
  const { categories: all } = await serving.client.call('category.list', {});
  return all.map(({ name }) => name);
}

it.each([
  ['another port of this computer', '127.0.0.1'],
  ['another name of this computer', 'localhost'],
  ['another site', 'evil.example'],
])('a page of %s reaches nothing', async (_, host) => {
  const before = await categories();
  const page = await open(`http://${host}:${String(trapPort)}/`);
  const reached = await page.evaluate(attack, studio);
  expect(reached).toMatchObject({
    socket: 'refused',
    read: 'refused',
    write: 'refused',
    typedWrite: 'refused',
    picture: 'refused',
    code: 'refused',
  });
  // An answer that no script can read, and that was a refusal: nothing was written.
  expect(['opaque', 'refused']).toContain(reached['simpleWrite']);
  expect(await categories()).toEqual(before);
});

it.each(['/', '/image/1', '/assets/index.js'])(
  'a foreign name that leads here is not answered: %s',
  async (path) => {
    const page = await context.newPage();
    const answer = await page.goto(studio.replace('127.0.0.1', 'studio.example') + path);
    expect(answer?.status()).toBe(403);
  },
);

it('the studio cannot be framed', async () => {
  const page = await open(`http://127.0.0.1:${String(trapPort)}/`);
  await page.setContent(`<iframe src="${studio}/"></iframe>`);
  await expect
    .poll(async () =>
      page
        .frames()[1]
        ?.content()
        .catch(() => ''),
    )
    .not.toContain('<title>Maskwright</title>');
});
