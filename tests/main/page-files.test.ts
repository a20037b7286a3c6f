import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filePolicy, openCvPolicy, pagePolicy } from '../../app/links/headers.ts';
import { answerPageFile } from '../../main/page-files.ts';

let base: string;
let page: string;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-page-'));
  page = join(base, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), 'the page');
  writeFileSync(join(page, 'assets', 'index-1.js'), 'a script');
  writeFileSync(join(page, 'assets', 'opencv-worker-1.js'), 'a worker');
  writeFileSync(join(base, 'secret.json'), 'a secret');
  mkdirSync(join(base, 'elsewhere'));
  writeFileSync(join(base, 'elsewhere', 'secret.json'), 'a secret');
  symlinkSync(join(base, 'secret.json'), join(page, 'link.json'));
  symlinkSync(join(base, 'elsewhere'), join(page, 'folder'));
});

afterAll(() => {
  rmSync(base, { recursive: true });
});

function answered(path: string): ReturnType<typeof answerPageFile> {
  return answerPageFile(page, { method: 'GET', url: path, path });
}

test.each([
  ['/', 'the page', 'text/html; charset=utf-8'],
  ['/assets/index-1.js', 'a script', 'text/javascript; charset=utf-8'],
])('%s is of the page', async (path, text, type) => {
  const { status, headers, body } = await answered(path);
  expect([status, body]).toEqual([200, Buffer.from(text)]);
  expect(headers).toMatchObject({ 'content-type': type, 'content-security-policy': pagePolicy });
});

test('the worker of OpenCV has a policy of its own', async () => {
  const { status, headers } = await answered('/assets/opencv-worker-1.js');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-security-policy': openCvPolicy });
});

test.each([
  '/../secret.json',
  '/assets/../../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..\\secret.json',
  '//secret.json',
  '/link.json',
  '/folder/secret.json',
  '/index.html\0',
  '/index.html%00',
  '/.hidden.json',
  '/assets/',
  '/index.html/',
  '/secret',
  '/index.exe',
  `/${'a'.repeat(100_000)}.js`,
])('%s is not', async (path) => {
  const { status, headers } = await answered(path);
  expect(status).toBe(404);
  expect(headers).toMatchObject({ 'content-security-policy': filePolicy });
});
