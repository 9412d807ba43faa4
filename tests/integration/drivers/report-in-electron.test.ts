/** The report is made in the till's main process: pdfkit must run on Electron's own Node. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportFont, root } from '../../../tools/paths.ts';
import { runInElectron } from '../../helpers/in-electron.ts';

test('a report in both languages inside Electron', async () => {
  const made = await runInElectron('report-in-electron.ts', [join(root, reportFont)]);
  for (const locale of ['en', 'zh-CN']) {
    expect(made).toHaveProperty([locale, 'begins'], '%PDF-');
  }
});
