import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes begins first in its project: alone at the end it would leave the other core idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = new Set(sorted.map(({ project: { name } }) => name));
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/simulate-');
    return [...projects].flatMap((name) => {
      const own = sorted.filter((file) => file.project.name === name);
      return [...own.filter(isLong), ...own.filter((file) => !isLong(file))];
    });
  }
}

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
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', 120_000),
      project('integration', 180_000),
      project('faults', 300_000),
      project('fuzz', 300_000, 'fuzz'),
    ],
  },
});
