import { defineConfig } from '@playwright/test';

/** Takes pictures for docs/screenshots; `npm run screenshots` runs it. No test of `npm test`. */
export default defineConfig({
  testDir: '.',
  testMatch: '{take,console}.ts',
  workers: 1,
  timeout: 400_000,
  outputDir: '../../test-results/screenshots',
  reporter: [['list']],
});
