import { defineConfig } from 'vitest/config';

/** The tests of one part, as `npm run mutate` starts them: one after another. */
export default defineConfig({
  test: {
    include: JSON.parse(process.env.ROLLCALL_MUTATE_TESTS ?? '[]'),
    environment: 'node',
    // Each run has a worker of its own, and one fault in it.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
