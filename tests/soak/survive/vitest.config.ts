import { defineConfig } from 'vitest/config';

// What takes too long for every day, started by the soaks alone.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
  },
});
