import { defineConfig } from 'vitest/config';

// Journeys go through the whole program in a real browser; one at a time, since each may train on two cores, and by two at a
// time some of them press keys before the page has got as far.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
