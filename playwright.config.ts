import { defineConfig } from '@playwright/test';

/**
 * Real Electron, two tills at a time: each waits more than it works. A flaky test is a bug, so nothing is retried. The
 * limits end what hangs and say nothing about speed: no test has one of its own.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  workers: 2,
  retries: 0,
  timeout: 600_000,
  expect: { timeout: 120_000 },
  outputDir: 'test-results/e2e',
  reporter: 'list',
});
