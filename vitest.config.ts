import { defineConfig } from 'vitest/config';

// Two projects: unit tests run side by side in no time; lab tests make real connections fail, one file at a time,
// because each runs several hosts of its own.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: ['packages/*/test/kernel/**'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['packages/*/test/kernel/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
