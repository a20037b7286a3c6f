import { defineConfig } from 'vitest/config';

// Each file is its own process: tests start real processes and real databases, and two cores are all there is.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/journeys/**', 'tests/desktop/**', 'tests/bench/**', 'tests/soak/**'],
    pool: 'forks',
    maxWorkers: 2,
    // Two files at a time, each with one thread of TensorFlow's: more of them wait for each other and burn what they wait.
    env: { TF_NUM_INTRAOP_THREADS: '1' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
