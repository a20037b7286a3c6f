import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLostCss, findLostCssIn } from './lost-css.ts';

const house = resolve(import.meta.dirname, '../..');

describe('the lint of lost CSS', () => {
  it.each([
    ['a { display: flex; gap: 4px }', 1],
    ['a {\n  column-gap: 4px;\n}', 2],
    ['a { display: grid; & b { row-gap: 1px } }', 1],
    ['a:has(b) { color: red }', 1],
    ['@layer base { a { color: red } }', 1],
    ['\n\n@container (width > 1px) { a { color: red } }', 3],
    ['a { aspect-ratio: 1 / 1 }', 1],
  ])('finds %j', (css, line) => {
    expect(findLostCss(css).map((lost) => lost.line)).toEqual([line]);
  });

  it.each([
    'a { display: grid; gap: 4px }',
    'a { gap: 4px; display: inline-grid }',
    'a { columns: 2; column-gap: 1em }',
    'a { --gap: 4px; margin: var(--gap) }',
    '/* :has(a) { aspect-ratio: 1; gap: 2px } */ a { color: red }',
    '@media (min-aspect-ratio: 1/1) { a { color: red } }',
  ])('lets %j be', (css) => {
    expect(findLostCss(css)).toEqual([]);
  });

  it('counts lines in the whole of a component', () => {
    const markup = '<script></script>\n<p>:has(</p>\n<style>\n  p { aspect-ratio: 1 }\n</style>';
    expect(findLostCssIn(markup)).toMatchObject([{ line: 4 }]);
  });
});

it('no style of the window is lost in Chromium 83', () => {
  const lost = globSync('renderer/**/*.{css,svelte,html}', { cwd: house }).flatMap((file) => {
    const text = readFileSync(resolve(house, file), 'utf8');
    const found = file.endsWith('.css') ? findLostCss(text) : findLostCssIn(text);
    return found.map(({ line, reason }) => `${file}:${String(line)} ${reason}`);
  });
  expect(lost).toEqual([]);
});
