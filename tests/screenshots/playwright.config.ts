import { defineConfig } from '@playwright/test';

/** Takes pictures for docs/screenshots; `npm run screenshots` runs it. No test of `npm test`. */
export default defineConfig({
  testDir: '.',
  testMatch: '{take,console}.ts',
  workers: 1,
  // As for the tests: what is waited for may take a busy machine long.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  outputDir: '../../test-results/screenshots',
  reporter: [['list']],
});
