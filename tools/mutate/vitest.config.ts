import { defineConfig } from 'vitest/config';

/** The tests of one part, as `npm run mutate` starts them: one after another. */
export default defineConfig({
  test: {
    include: JSON.parse(process.env.ROLLCALL_MUTATE_TESTS ?? '[]'),
    environment: 'node',
    // Which test reaches which line is not told right where files share their modules.
    isolate: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
