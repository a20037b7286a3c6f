import { defineConfig } from 'vitest/config';

// Journeys go through the whole program in a real browser. They wait about half of their time: two at a time fill two cores.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
