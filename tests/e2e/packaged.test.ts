/** The till as it is shipped: packaged by tools/dist.ts, started as a person starts it, and selling. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { z } from 'zod';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { Shop } from '../../tools/demo/shop.ts';
import { packagedTill } from '../../tools/dist.ts';
import { readBooks, readJournal } from './pages/books.ts';
import { expect, test } from './pages/fixtures.ts';
import { cashier, due, givePin, payCash, scan, signIn } from './pages/flows.ts';

const {
  RunAsNode,
  EnableNodeOptionsEnvironmentVariable,
  EnableNodeCliInspectArguments,
  OnlyLoadAppFromAsar,
  EnableEmbeddedAsarIntegrityValidation,
} = FuseV1Options;
const water = demoCatalogue().find((item) => item.name.zh === '农夫山泉 550ml');

let executablePath: string;
test.beforeAll(async () => {
  executablePath = await packagedTill('driven');
});

test('signs in as a package, finds itself as it was installed, and sells', async ({
  shop,
  openTill,
}) => {
  const { app, page, consoleErrors } = await openTill({ executablePath });
  expect(await app.evaluate((electron) => electron.app.isPackaged)).toBe(true);
  await signIn(page, cashier);
  expect(updateStep(shop)).toMatchObject({ state: 'passed', problems: [] });
  await scan(page, water?.barcode ?? '');
  const amount = await due(page);
  await payCash(page);
  expect(readBooks(shop).here).toEqual([
    { saleId: expect.any(String), totalMinor: amount, cardMinor: 0 },
  ]);
  expect(consoleErrors).toEqual([]);
});

test('opens for nobody when one byte of the package has changed', async ({ openTill }) => {
  test.skip(process.platform === 'win32', 'copies the app by hard links, as cp does');
  const folder = mkdtempSync(join(dirname(dirname(executablePath)), 'damaged-'));
  try {
    const { page, close } = await openTill({ executablePath: damagedCopy(folder) });
    await givePin(page, cashier);
    await page.getByTestId('seals-intact').click();
    await expect(page.getByTestId('blocked-problem')).toHaveAttribute(
      'data-kind',
      'software-damaged',
    );
    await close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('is driven by nobody as it is shipped: no switch, no variable, and the fuses say so', async () => {
  const shipped = await packagedTill('shipped');
  const fuses = await getCurrentFuseWire(shipped);
  const states = (all: readonly FuseV1Options[]) =>
    all.map((fuse) => String.fromCharCode(fuses[fuse] ?? 0));
  expect(
    states([RunAsNode, EnableNodeOptionsEnvironmentVariable, EnableNodeCliInspectArguments]),
  ).toEqual(['0', '0', '0']);
  expect(states([OnlyLoadAppFromAsar, EnableEmbeddedAsarIntegrityValidation])).toEqual(['1', '1']);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-shipped-'));
  try {
    const mark = join(folder, 'mark');
    const script = join(folder, 'script.cjs');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    const starts: readonly (readonly [switches: string[], env?: NodeJS.ProcessEnv])[] = [
      [['--remote-debugging-port=0']],
      [['--remote-debugging-pipe']],
      [['--inspect=0']],
      [['--inspect-brk=0']],
      [['--disable-web-security', '--load-extension=/tmp']],
      [['-e', `require(${JSON.stringify(script)})`], { ELECTRON_RUN_AS_NODE: '1' }],
      [['-e', ''], { NODE_OPTIONS: `--require=${script}` }],
    ];
    for (const [switches, env] of starts) {
      const data = join(folder, 'data');
      // As root Chromium would not come as far as our own refusal.
      const started = spawnSync(shipped, ['--no-sandbox', ...switches], {
        env: { ...process.env, ...env, ROLLCALL_DATA: data },
        encoding: 'utf8',
      });
      expect(started.status, switches.join(' ')).toBe(64);
      expect(started.stderr).toContain(switches[0]?.replace(/=.*/u, ''));
      expect(started.stderr).toContain('install the .deb');
      expect(started.stderr).not.toMatch(/listening on/iu);
      expect([existsSync(data), existsSync(mark)], switches.join(' ')).toEqual([false, false]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the journal says about the step "update" of the sign-in. */
function updateStep(shop: Shop): unknown {
  const signedIn = readJournal(shop).find(({ kind }) => kind === 'signed-in');
  const steps = z.array(z.looseObject({ step: z.string() })).parse(signedIn?.body.steps);
  return steps.find(({ step }) => step === 'update');
}

/** A copy of the app with another letter in a style sheet: it still runs, and only looks different. */
function damagedCopy(folder: string): string {
  const app = join(folder, 'app');
  execFileSync('cp', ['-al', dirname(executablePath), app]);
  const archive = join(app, 'resources', 'app.asar');
  const bytes = readFileSync(archive);
  const at = bytes.indexOf('JetBrains Mono Variable');
  expect(at).toBeGreaterThan(0);
  bytes.write('j', at);
  // Renamed over the link, so that the installed app keeps its bytes.
  const damaged = join(folder, 'app.asar');
  writeFileSync(damaged, bytes);
  renameSync(damaged, archive);
  return join(app, basename(executablePath));
}
