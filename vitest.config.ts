import { defineConfig } from 'vitest/config';

// Each file is its own process: tests start real processes and real databases, and two cores are all there is.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/journeys/**', 'tests/desktop/**', 'tests/bench/**', 'tests/soak/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
