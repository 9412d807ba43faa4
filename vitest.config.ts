import { defineConfig } from 'vitest/config';

/** One project per folder of tests; `npm test -- unit` runs one of them. */
const project = (name: string, timeoutMs: number, suffix = 'test') => ({
  test: {
    name,
    // What a file imports costs more than what it tests; only faults leave a process in a state of its own.
    isolate: name === 'faults',
    include: [`tests/${name}/**/*.${suffix}.{ts,tsx}`],
    environment: 'node',
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

export default defineConfig({
  test: {
    passWithNoTests: true,
    // A test machine has two cores; the tests that open lines and processes wait half of their time.
    maxWorkers: 3,
    projects: [
      project('unit', 15_000),
      project('integration', 60_000),
      project('faults', 120_000),
      project('fuzz', 120_000, 'fuzz'),
    ],
  },
});
