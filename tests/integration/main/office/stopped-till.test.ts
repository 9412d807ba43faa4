/** A till the back office has stopped: restored from a copy, cloned, or withdrawn. It does not open, network or not. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel, ChannelInput } from '../../../../domain/contract/ipc.ts';
import { Problem, type ProblemKind } from '../../../../domain/words/problem.ts';
import { people } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

async function start(): Promise<void> {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
}

/** What the sync step of a new sign-in found; null where the till may open. */
async function stopAtSignIn(): Promise<ProblemKind | null> {
  const view = await shop.signIn();
  if (view.verdict === 'may-open') return null;
  expect(view.verdict).toBe('blocked');
  expect((await shop.state()).phase).not.toBe('open');
  const sync = view.steps.find(({ step }) => step === 'sync');
  return sync?.problems[0]?.kind ?? null;
}

async function reboot(): Promise<void> {
  await shop.closeTill();
  expect(await shop.boot()).toBeNull();
}

/** The database, and the witness that would tell by itself: a copy of the folder has both. */
const copied = ['till.db', 'till.witness'] as const;

function copyFiles(from: (name: string) => string, to: (name: string) => string): void {
  for (const name of copied)
    copyFileSync(join(shop.directory, from(name)), join(shop.directory, to(name)));
}

/** A day goes on after a copy of the till's files was made, and the copy is put back. */
async function restoreOldCopy(): Promise<void> {
  expect(await stopAtSignIn()).toBeNull();
  await shop.closeTill();
  copyFiles(
    (name) => name,
    (name) => `${name}.copy`,
  );
  expect(await shop.boot()).toBeNull();
  expect(await stopAtSignIn()).toBeNull();
  await shop.call('till.syncNow', {});
  await shop.closeTill();
  copyFiles(
    (name) => `${name}.copy`,
    (name) => name,
  );
}

/** What somebody who may is asked. */
async function askOf<Name extends Channel>(
  channel: Name,
  input: ChannelInput<Name>,
): Promise<string> {
  const refused = await shop.call(channel, input).catch((thrown: unknown) => thrown);
  return String((refused as Problem).params.ask);
}

describe('a till that the back office has stopped', () => {
  it('does not open when it was restored from a copy, with or without a network, and overwrites nothing', async () => {
    await start();
    await restoreOldCopy();
    const there = await shop.office.entries();
    expect(await shop.boot()).toBeNull();
    expect(await stopAtSignIn()).toBe('till-restored');
    await shop.office.setReachable(false);
    await reboot();
    expect(await stopAtSignIn()).toBe('till-restored');
    await shop.office.setReachable(true);
    expect(await shop.office.entries()).toEqual(there);
  });

  it('is let go on by whoever was asked before it synced again and was stopped with other words', async () => {
    await start();
    await restoreOldCopy();
    expect(await shop.boot()).toBeNull();
    expect(await stopAtSignIn()).toBe('till-restored');
    const ask = await askOf('signIn.liftStop', {});
    const { number, pin } = people.manager;
    const { grant } = await shop.call('approval.give', { ask, proof: { number, pin } });
    // What was written down about the sign-in is as long by now as what the back office has.
    expect(await shop.refusal('till.syncNow', {})).toBe('till-cloned');
    expect(await shop.granted('signIn.liftStop', {}, grant)).toBeNull();
  });

  it('does not open when its journal says something else than what the back office has', async () => {
    await start();
    await restoreOldCopy();
    const there = await shop.office.entries();
    await shop.office.setReachable(false);
    expect(await shop.boot()).toBeNull();
    expect(await stopAtSignIn()).toBeNull();
    await shop.call('till.signOut', {});
    await shop.office.setReachable(true);
    expect(await shop.refusal('till.syncNow', {})).toBe('till-cloned');
    expect(await stopAtSignIn()).toBe('till-cloned');
    expect(await shop.office.entries()).toEqual(there);
  });

  it('does not open once it was withdrawn, also when the network is cut to get round it', async () => {
    await start();
    expect(await stopAtSignIn()).toBeNull();
    await shop.call('till.signOut', {});
    await shop.office.admin.revokeTill(shop.office.store, `${shop.office.store}-01`);
    expect(await shop.refusal('till.syncNow', {})).toBe('till-revoked');
    await shop.office.setReachable(false);
    await reboot();
    expect(await stopAtSignIn()).toBe('till-revoked');
  });

  it('opens again when the back office, restored from a copy itself, agrees with it', async () => {
    await start();
    await restoreOldCopy();
    expect(await shop.boot()).toBeNull();
    expect(await stopAtSignIn()).toBe('till-restored');
    await shop.office.forgetJournal();
    expect(await stopAtSignIn()).toBeNull();
  });
});

describe('a till that idles', () => {
  const idle = async () => {
    shop = await openShop({ haste: 50 });
    expect(await shop.boot()).toBeNull();
    await until(
      () => shop.db.sync.acknowledgedSeq() === shop.db.journal.head().seq,
      'all is pushed',
    );
  };

  it('gives a back office that was put back to a copy the rest again', async () => {
    await idle();
    const all = shop.journal().map(({ seq }) => seq);
    await shop.office.forgetJournal();
    await until(
      async () => (await shop.office.entries()).length >= all.length,
      'it is there again',
    );
    const there = (await shop.office.entries()).map(({ seq }) => seq);
    expect(there).toEqual(expect.arrayContaining(all));
  });

  it('learns that it was withdrawn, and says so', async () => {
    await idle();
    await shop.office.admin.revokeTill(shop.office.store, `${shop.office.store}-01`);
    await until(async () => (await shop.state()).stop !== null, 'it has heard');
    expect((await shop.state()).stop?.kind).toBe('till-revoked');
  });
});

describe('a busy back office', () => {
  it('is asked again before the cashier is told', async () => {
    await start();
    let asked = 0;
    shop.onServerAsked = (route) => {
      if (route !== 'head') return;
      asked += 1;
      if (asked === 1) throw new Problem('server-busy', { seconds: 1 });
    };
    expect(await stopAtSignIn()).toBeNull();
    expect(asked).toBe(2);
    const sync = shop
      .views()
      .at(-1)
      ?.steps.find(({ step }) => step === 'sync');
    expect(sync?.state).toBe('passed');
  });
});
