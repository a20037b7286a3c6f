import type { OutgoingHttpHeaders } from 'node:http';

/** On every answer. There are no CORS headers: no other page may read any. */
export const everyAnswer: OutgoingHttpHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/**
 * Our own page: our own scripts and styles, pictures it draws itself, and no address but this one. Its sandbox takes
 * dialogs, printing, windows and downloads away; forms are ours, and go nowhere. Text becomes markup only where Svelte's
 * own templates do, or where `renderer/trusted-types.ts` lets it.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts allow-same-origin allow-forms',
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html default',
].join('; ');

/**
 * The worker of OpenCV, and no other file: its WebAssembly is compiled, and its bindings make functions of text, which
 * Chromium 83 asks for the same words. It loads nothing and reaches no address; the page keeps its own policy.
 */
export const openCvPolicy = "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'";

/** The policy of a file of the page; the name is the one that Vite gives the worker. */
export function policyOfPageFile(path: string): string {
  return /^\/assets\/opencv-worker-[\w-]+\.js$/.test(path) ? openCvPolicy : pagePolicy;
}

/** Everything else, people's own files first of all: shown, never run, even when opened by themselves. */
export const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

export const neverKept = { 'cache-control': 'no-store' } as const;
/** Asked for again each time; answered 304 when it is the same. */
export const askedAgain = { 'cache-control': 'private, no-cache' } as const;
export const keptForGood = { 'cache-control': 'private, max-age=31536000, immutable' } as const;
