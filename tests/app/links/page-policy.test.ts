import { expect, it } from 'vitest';
import { openCvPolicy, pagePolicy, policyOfPageFile } from '../../../app/links/headers.ts';

it('gives the worker of OpenCV, and nothing else, leave to make code of text', () => {
  expect(policyOfPageFile('/assets/opencv-worker-DrFEPtZD.js')).toBe(openCvPolicy);
  for (const path of [
    '/',
    '/index.html',
    '/assets/index-DrFEPtZD.js',
    '/assets/pixel-worker-DrFEPtZD.js',
    '/assets/opencv-worker-1.html',
    '/elsewhere/opencv-worker-1.js',
    '/assets/more/assets/opencv-worker-1.js',
  ]) {
    expect(policyOfPageFile(path)).toBe(pagePolicy);
  }
});

it('keeps the page itself strict', () => {
  expect(pagePolicy).toContain("script-src 'self';");
  expect(pagePolicy).not.toContain('unsafe');
  expect(pagePolicy).not.toContain('eval');
  expect(pagePolicy).toContain("require-trusted-types-for 'script'");
});

it('lets that worker reach no address', () => {
  expect(openCvPolicy).toBe("default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'");
});
