/** A folder for one test, gone when the test has ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Only within a test. */
export function temporaryDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `rollcall-${name}-`));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
