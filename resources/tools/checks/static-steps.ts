import type { Step } from './step.ts';

const tsc = 'node_modules/typescript/bin/tsc';

/** Everything that can be said of the source without running it; the longest first. */
export const staticSteps: readonly Step[] = [
  {
    title: 'lint',
    program: 'node_modules/eslint/bin/eslint.js',
    words: ['.', '--max-warnings', '0', '--cache', '--cache-location', '.cache/eslint'],
  },
  {
    title: 'types of the page',
    program: 'node_modules/svelte-check/bin/svelte-check',
    words: ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
  },
  { title: 'types of the tests', program: tsc, words: ['-p', 'tests/tsconfig.json'] },
  { title: 'types of the studio', program: tsc, words: ['-p', 'app/tsconfig.json'] },
  { title: 'types of main', program: tsc, words: ['-p', 'main/tsconfig.json'] },
  { title: 'types of the tools', program: tsc, words: ['-p', 'resources/tools/tsconfig.json'] },
  {
    title: 'format',
    program: 'node_modules/prettier/bin/prettier.cjs',
    words: [
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      '.cache/prettier',
      '.',
    ],
  },
  { title: 'dead code', program: 'node_modules/knip/bin/knip.js', words: ['--no-progress'] },
  {
    title: 'layers',
    program: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    words: [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err',
      'app',
      'main',
      'renderer',
      'resources',
      'tests',
    ],
  },
];
