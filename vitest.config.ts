import { defineConfig } from 'vitest/config';

/**
 * One project per folder of tests; `npm test -- unit` runs one of them. The limit ends what hangs and says nothing about
 * speed: a machine with twenty times the work of its cores takes twenty times as long.
 */
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
      project('unit', 120_000),
      project('integration', 180_000),
      project('faults', 300_000),
      project('fuzz', 300_000, 'fuzz'),
    ],
  },
});
