/**
 * The drivers on real USB: `npm run test:usb [-- WORD…] [-- --shell]`.
 *
 * A word is part of a file's path in tests/usb. `--shell` opens the guest's console instead. The last line counts:
 * `N passed, M failed`.
 */
import { closingLine } from '../test-counts.ts';
import { openShell, runUsbTests } from './run.ts';

const args = process.argv.slice(2);
if (args.includes('--shell')) {
  await openShell();
} else {
  const counts = await runUsbTests(args.filter((argument) => !argument.startsWith('-')));
  process.stdout.write(`\n${closingLine(counts)}\n`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
