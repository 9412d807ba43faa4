import { defineConfig } from 'vitest/config';

/** One project per folder of tests; `npm test -- unit` runs one of them. */
const project = (name: string, timeoutMs: number, suffix = 'test') => ({
  test: {
    name,
    // Files of pure code share what they import; those that open files and ports do not.
    isolate: name !== 'unit',
    include: [`tests/${name}/**/*.${suffix}.{ts,tsx}`],
    environment: 'node',
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

export default defineConfig({
  test: {
    passWithNoTests: true,
    // A test machine has two cores, and many tests start processes of their own.
    maxWorkers: 2,
    projects: [
      project('unit', 15_000),
      project('integration', 60_000),
      project('faults', 120_000),
      project('fuzz', 120_000, 'fuzz'),
    ],
  },
});
