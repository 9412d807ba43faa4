/** A back office with two stores in the middle of a morning, for whoever looks at its page. */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact } from '../../domain/contract/entry.ts';
import type { StepOutcome } from '../../domain/sign-in/facts.ts';
import { type StepName, stepNames } from '../../domain/sign-in/steps.ts';
import { systemClock } from '../../main/machine/clock.ts';
import { ownCertificate } from '../../server/program/certificate.ts';
import { listenBackOffice } from '../../server/program/listen.ts';
import {
  joinTill,
  type Office,
  openOffice,
  settings,
  type WireTill,
  wireTill,
} from './back-office.ts';
import { addAccount } from './console-visitor.ts';
import { cardSale, cashSale, countingIds } from './facts.ts';

const newId = countingIds();

const took: Record<StepName, number> = {
  operator: 4_600,
  'self-test': 240,
  devices: 1_500,
  'host-sign-on': 900,
  sync: 1_300,
  reconcile: 320,
  update: 80,
  float: 3_100,
};

/** All eight steps passed, but for those named; what follows a failed step was not run. */
function steps(
  unlike: Partial<Record<StepName, StepOutcome['state']>> = {},
  problems: StepOutcome['problems'] = [],
): StepOutcome[] {
  const failed = stepNames.findIndex((step) => unlike[step] === 'failed');
  return stepNames
    .filter((_, index) => failed === -1 || index <= failed)
    .map((step) => {
      const state = unlike[step] ?? 'passed';
      return { step, state, problems: state === 'failed' ? problems : [], tookMs: took[step] };
    });
}

const swapped = {
  kind: 'device-swapped',
  params: { device: 'PIN pad', found: '48219954', registered: '48213307' },
} as const;

const signedIn = (unlike?: Parameters<typeof steps>[0], offline = false): Fact => ({
  kind: 'signed-in',
  body: { role: 'cashier', offline, steps: steps(unlike) },
});

export type ConsoleShop = Readonly<{
  office: Office;
  /** `https://localhost:…`: a passkey needs a name, not a number. */
  url: string;
  stores: readonly string[];
  /** The first till, which sells. */
  till: WireTill;
  /** SHA-256 of the certificate's public key, base64: by it Chromium believes the certificate. */
  certificateHash: string;
  close(): Promise<void>;
}>;

/** Two stores, seven tills, each in another state, over a real TLS socket. `boss` of head office can log in. */
export async function openConsoleShop(): Promise<ConsoleShop> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-console-'));
  const office = await openOffice({ sqliteFile: join(folder, 'back-office.db') });
  await addAccount(office);
  const first = await office.admin.createStore(settings);
  const second = await office.admin.createStore({
    ...settings,
    storeName: { zh: '滨江店', en: 'Riverside' },
  });
  const at = (hour: number, minute: number) => Date.UTC(2026, 10, 22, hour - 8, minute);
  const day = async (
    store: string,
    name: string,
    operator: string,
    signInAt: number,
    facts: readonly Fact[],
  ) => {
    const till = await joinTill(office, store, name);
    await till.call('pull', { cursor: '' });
    const entries = till.write(facts, { operator, at: signInAt });
    await till.call('push', { entries });
    return till;
  };
  const sell = (count: number): Fact[] =>
    Array.from({ length: count }, (_, index) =>
      index % 3 === 2
        ? cardSale(newId(), index + 1, newId(), 8_850 + index * 130)
        : cashSale(newId(), index + 1, 1_290 + index * 70),
    );
  const one = await day(first, '1', '1007', at(8, 52), [signedIn(), ...sell(8)]);
  await day(first, '2', '1012', at(8, 55), [signedIn({ devices: 'warned' }), ...sell(5)]);
  await day(first, '3', '1020', at(8, 58), [
    { kind: 'sign-in-failed', body: { steps: steps({ devices: 'failed' }, [swapped]) } },
  ]);
  await day(second, '1', '2001', at(8, 41), [
    signedIn({ sync: 'warned', reconcile: 'skipped', 'host-sign-on': 'skipped' }, true),
    ...sell(2),
  ]);
  const refused = await day(second, '2', '3004', at(9, 1), [signedIn()]);
  const later = wireTill(office, refused.till, refused, { seq: 40_116, hash: 'ab'.repeat(32) });
  await later.call('push', { entries: later.write(sell(1)) });
  await joinTill(office, second, '3');
  await office.admin.addTill(second, '4');

  const certificate = await ownCertificate(folder, office.clock);
  const listening = await listenBackOffice({
    app: office.app,
    clock: systemClock,
    certificate,
    port: 0,
    host: '127.0.0.1',
  });
  const { publicKey } = new X509Certificate(certificate.cert);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    office,
    url: `https://localhost:${listening.port}`,
    stores: [first, second],
    till: one,
    certificateHash: createHash('sha256').update(spki).digest('base64'),
    close: async () => {
      await listening.close();
      await office.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
