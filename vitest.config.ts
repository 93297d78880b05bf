import { defineConfig } from 'vitest/config';

// Three projects: unit tests run side by side in no time; lab tests make real connections fail, one file at a time,
// because each runs several hosts of its own; browser tests drive a real browser.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'bench/test/**/*.test.ts', 'examples/test/*.test.ts'],
          exclude: ['packages/*/test/kernel/**', 'packages/*/test/browser/**'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['packages/*/test/kernel/**/*.test.ts', 'examples/test/kernel/*.test.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['packages/*/test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
