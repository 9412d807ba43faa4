import { describe, expect, it } from 'vitest';
import {
  addCounts,
  closingLine,
  countPlaywright,
  countVitest,
} from '../../../tools/test-counts.ts';

const vitest = (passed: number, failed: number, files: readonly unknown[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: files,
});
const playwright = (flaky: number, errors: readonly unknown[] = []) => ({
  errors,
  stats: { expected: 4, unexpected: 1, flaky, skipped: 2 },
});

describe('the closing line', () => {
  it('has the exact form that CI reads', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('adds up both runners', () => {
    const sum = addCounts(countVitest(vitest(5, 2), 1), countPlaywright(playwright(0), 1));
    expect(sum).toEqual({ passed: 9, failed: 3, skipped: 3 });
  });

  it('counts a file that could not be loaded or prepared as a failure', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'skipped' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countVitest(vitest(1, 0, files), 1).failed).toBe(2);
  });

  it('counts a flaky test and an error outside any test as failures', () => {
    expect(countPlaywright(playwright(1, ['no such file']), 1).failed).toBe(3);
  });

  it('never calls a run without a report a success', () => {
    expect(countVitest(null, 0).failed).toBe(1);
    expect(countPlaywright(undefined, 0).failed).toBe(1);
  });

  it('believes a bad exit code although every test passed', () => {
    expect(countVitest(vitest(5, 0), 1).failed).toBe(1);
  });
});
