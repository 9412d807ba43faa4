import { defineConfig } from '@playwright/test';

/** Real Electron, one till at a time. A flaky test is a bug, so nothing is retried. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  outputDir: 'test-results/e2e',
  reporter: 'list',
});
