import { defineConfig } from '@playwright/test';

/** Real Electron, two tills at a time: each waits more than it works. A flaky test is a bug, so nothing is retried. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  workers: 2,
  retries: 0,
  timeout: 120_000,
  outputDir: 'test-results/e2e',
  reporter: 'list',
});
