/** How each row of sign-in-failures.table.txt comes about. */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RegisteredDevice } from '../../../../domain/devices/register.ts';
import type { DeviceConfig } from '../../../../domain/devices/verbs.ts';
import type { StoreSettings } from '../../../../domain/office/store-settings.ts';
import { delayAfter } from '../../../../domain/people/operator.ts';
import type { Promotion } from '../../../../domain/prices/promotion.ts';
import { Problem, type ProblemData, toProblem } from '../../../../domain/words/problem.ts';
import type { HostFault } from '../../../../drivers/acquirer/emulator-control.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { people, type Shop, type ShopOptions } from '../../../helpers/shop.ts';
import { failures } from '../../../helpers/sign-in-failures.ts';
import { until } from '../../../helpers/until.ts';

export type Scene = Readonly<{
  shop: Shop;
  system: NonNullable<ShopOptions['system']>;
  /** Runs once the row has been seen. */
  undo(one: () => unknown): void;
}>;
/** Answers what a person was told, where that is not in the view of a step. */
export type Cause = (scene: Scene) => Promise<ProblemData | undefined> | ProblemData | undefined;

const hourMs = 3_600_000;
const nobody = '8888';
const passkeyOfNobody = {
  id: 'bm9ib2R5',
  rawId: 'bm9ib2R5',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};

export const causes: Readonly<Record<string, Cause>> = {
  'no such operator': ({ shop }) => toldBy(shop, { number: nobody, pin: '1234' }),
  'wrong PIN': ({ shop }) => toldBy(shop, { number: people.other.number, pin: '9999' }),
  'too many wrong PINs': async ({ shop }) => {
    const wrong = { number: people.technician.number, pin: '9999' };
    for (let tries = 0; tries < 3; tries += 1) await toldBy(shop, wrong);
    return toldBy(shop, wrong);
  },
  'locked operator': async ({ shop }) => {
    const wrong = { number: people.other.number, pin: '9999' };
    for (let tries = 1; tries < 8; tries += 1) {
      shop.shiftMs += delayAfter(tries);
      await toldBy(shop, wrong);
    }
    return toldBy(shop, wrong);
  },
  'secret of somebody else': ({ shop, undo }) => {
    const operator = shop.db.operators.find(people.cashier.number);
    if (!operator) throw new Error('no cashier');
    shop.db.operators.apply([{ ...operator, secretDoubt: { at: 1, till: 'till-9' } }]);
    undo(() => shop.db.operators.apply([operator]));
    // With other seals they are asked for again, which another row waits for.
    undo(() => {
      const sealed = shop.db.register.list();
      shop.db.register.replace(sealed.map((one) => ({ ...one, seals: [...one.seals, 'N-1'] })));
    });
    return undefined;
  },
  'withdrawn operator': async ({ shop }) => {
    await askedFor(shop, 'seals');
    const operator = shop.db.operators.find(people.cashier.number);
    if (!operator) throw new Error('no cashier');
    await shop.office.admin.putOperators(shop.office.store, [{ ...operator, withdrawn: true }]);
    await shop.call('till.syncNow', {});
    expectNotice(shop, 'operator-withdrawn');
    return toldBy(shop, people.cashier).then(() => ({ kind: 'operator-withdrawn', params: {} }));
  },
  'way in of another store': ({ shop }) => toldBy(shop, { badge: 'BADGE-OF-NOBODY' }),
  'unknown badge': (scene) => {
    change(scene, { ways: [['badge']] });
    return toldBy(scene.shop, { badge: 'BADGE-OF-NOBODY' });
  },
  'unknown passkey': (scene) => {
    change(scene, { ways: [['passkey']] });
    return toldBy(scene.shop, { passkey: passkeyOfNobody });
  },
  'weak new PIN': async ({ shop }) => {
    const { number, pin } = people.manager;
    const operator = shop.db.operators.find(number);
    if (!operator) throw new Error('no manager');
    shop.db.operators.apply([{ ...operator, mustChangeSecret: true }]);
    await shop.call('signIn.begin', { number, pin });
    return told(shop.call('signIn.changeSecret', { pin: '1111' }));
  },

  'clock set back': (scene) => shiftClock(scene, -hourMs),
  'clock set forward': (scene) => shiftClock(scene, 2 * hourMs),
  'disk nearly full': (scene) => be(scene, { diskFreeBytes: 100_000_000 }),
  'disk full': (scene) => be(scene, { diskFreeBytes: 1_000_000 }),
  'short of memory': (scene) => be(scene, { memoryFreeBytes: 90_000_000 }),
  'on battery': (scene) => be(scene, { power: { kind: 'battery', percent: 42 } }),
  'battery nearly empty': (scene) => be(scene, { power: { kind: 'battery', percent: 4 } }),
  'broken journal': ({ shop, undo }) => {
    const file = new Database(join(shop.directory, databaseName));
    file.exec('DROP TRIGGER journal_never_changes');
    const before = file.prepare('SELECT body FROM journal WHERE seq = 2').pluck().get();
    file.exec(`UPDATE journal SET body = '{"version":"9.9.9"}' WHERE seq = 2`);
    undo(() => {
      file.prepare('UPDATE journal SET body = ? WHERE seq = 2').run(before);
      file.close();
    });
    return undefined;
  },
  'missing native module': (scene) => be(scene, { missingDeviceModules: ['serialport'] }),
  'devices process away': (scene) =>
    devicesAnswer(scene, 'missingModules', new Problem('devices-restarting')),
  'bad screen': (scene) => lookedAt(scene, 'screen'),
  'no sound': (scene) => lookedAt(scene, 'sound'),
  'kept totals differ': ({ shop, undo }) => {
    const file = new Database(join(shop.directory, databaseName));
    const before = file.prepare('SELECT body FROM day_totals').pluck().get();
    file.exec("UPDATE day_totals SET body = json_set(body, '$.figures.float.minor', 1000)");
    undo(() => {
      file.prepare('UPDATE day_totals SET body = ?').run(before);
      file.close();
    });
    return undefined;
  },
  'yesterday open': async ({ shop }) => {
    await shop.signIn();
    await shop.call('till.signOut', {});
    await shop.office.setReachable(false);
    shop.shiftMs = 24 * hourMs;
    return undefined;
  },
  'cut-over in the middle': async ({ shop }) => {
    shop.shiftMs = 48 * hourMs;
    await askedFor(shop, 'float');
    shop.shiftMs = 72 * hourMs;
    const from = shop.events.length;
    await shop.call('signIn.countFloat', { denominations: { 10000: 5 } });
    const view = await shop.finishSignIn(from);
    return view.steps
      .flatMap(({ problems }) => problems)
      .find(({ kind }) => kind === 'past-cut-over');
  },

  'no such port': injected('no such port'),
  'two alike': injected('two alike'),
  'port in use': injected('port in use'),
  'no rights': injected('no rights'),
  'pad unplugged': injected('pad unplugged'),
  'pad refuses': injected('pad refuses'),
  'pad busy': injected('pad busy'),
  'no driver for a device': async ({ shop, undo }) => {
    const { devices, acquirer } = shop.emulators;
    const others = devices.filter(({ device }) => device !== 'pin-pad');
    await shop.askDevices('configure', { devices: others, acquirer, keys: null });
    undo(() => shop.askDevices('configure', { devices, acquirer, keys: null }));
    return undefined;
  },
  'silent pad': injected('silent pad'),
  'pad talks nonsense': injected('pad talks nonsense'),
  'swapped pad': ({ shop, undo }) => {
    const { pad } = shop.emulators.control;
    const before = pad.serialNumber();
    pad.setSerialNumber('VP5-9999999');
    undo(() => pad.setSerialNumber(before));
    return undefined;
  },
  'unknown pad': (scene) => register(scene, () => null),
  'unconfirmed pad': (scene) =>
    register(scene, (pad) => ({ ...pad, unconfirmed: { by: '7001', at: 1, before: '-' } })),
  'broken seals': async ({ shop }) => {
    await askedFor(shop, 'seals');
    const from = shop.events.length;
    await shop.call('signIn.confirmSeals', { intact: false });
    const view = await shop.finishSignIn(from);
    return view.steps.find(({ step }) => step === 'devices')?.problems[0];
  },
  'opened pad': ({ shop, undo }) => {
    shop.emulators.control.pad.tamper();
    undo(() => shop.emulators.control.pad.restore());
    return undefined;
  },
  'pad without its key': async ({ shop, undo }) => {
    const { devices, acquirer } = shop.emulators;
    const elsewhere = devices.map((config): DeviceConfig => ({ ...config, masterKey: '5' }));
    await shop.askDevices('configure', { devices: elsewhere, acquirer, keys: null });
    undo(() => shop.askDevices('configure', { devices, acquirer, keys: null }));
    return undefined;
  },
  'firmware not allowed': (scene) => change(scene, { firmware: { 'VP-5': ['1.2', '1.3'] } }),
  'maintenance due': (scene) => register(scene, (pad) => ({ ...pad, maintenanceDue: inDays(3) })),
  'maintenance overdue': (scene) =>
    register(scene, (pad) => ({ ...pad, maintenanceDue: inDays(-12) })),
  'device battery low': ({ shop, undo }) => {
    const address =
      shop.emulators.devices.find(({ device }) => device === 'scanner')?.address ?? '';
    shop.deviceBatteries.set(address, 12);
    undo(() => shop.deviceBatteries.clear());
    return undefined;
  },
  'no paper': (scene) => printerIs(scene, (printer) => printer.setPaper('out')),
  'paper low': (scene) => printerIs(scene, (printer) => printer.setPaper('low')),
  'printer open': (scene) => printerIs(scene, (printer) => printer.setCoverOpen(true)),
  'printer jammed': (scene) => printerIs(scene, (printer) => printer.setJammed(true)),

  'acquirer away': async ({ shop, undo }) => {
    await shop.emulators.control.host.control.setReachable(false);
    undo(() => shop.emulators.control.host.control.setReachable(true));
    return undefined;
  },
  'acquirer silent': (scene) => acquirerIs(scene, 'silent'),
  'acquirer talks nonsense': (scene) => acquirerIs(scene, 'garbage'),
  'acquirer refuses': (scene) => acquirerIs(scene, 'decline'),
  'keys do not fit': (scene) => acquirerIs(scene, 'wrong-keys'),
  'payment left open': async ({ shop, undo }) => {
    const { control } = shop.emulators.control.host;
    await shop.signIn();
    control.always('silent');
    undo(() => control.behave());
    await shop.fill();
    await shop.payCard();
    await shop.call('basket.abandon', await shop.named());
    await shop.call('till.signOut', {});
    return undefined;
  },

  'back office away': async ({ shop, undo }) => {
    await shop.office.setReachable(false);
    undo(() => shop.office.setReachable(true));
    return undefined;
  },
  'wrong certificate': officeAnswers('wrong certificate'),
  'answer without sense': officeAnswers('answer without sense'),
  'back office refuses': officeAnswers('back office refuses'),
  'back office busy': officeAnswers('back office busy'),
  'chain refused': officeAnswers('chain refused'),
  'till revoked': officeAnswers('till revoked'),
  'till restored': officeAnswers('till restored'),
  'till cloned': officeAnswers('till cloned'),
  'journal shortened': async ({ shop, undo }) => {
    undo(() => shop.office.setReachable(true));
    undo(() =>
      shop.call('signIn.liftStop', {}, { number: people.manager.number, pin: people.manager.pin }),
    );
    await shop.office.setReachable(false);
    await shop.closeTill();
    const file = join(shop.directory, databaseName);
    copyFileSync(file, `${file}.copy`);
    await shop.boot();
    await shop.closeTill();
    copyFileSync(`${file}.copy`, file);
    await shop.boot();
    return undefined;
  },
  'offline too long': async ({ shop }) => {
    await shop.office.setReachable(false);
    shop.shiftMs = 5 * 24 * hourMs;
    expectQuestion(await shop.signIn(), 'lift');
    const view = await shop.signIn('manager');
    return view.steps
      .flatMap(({ problems }) => problems)
      .find(({ kind }) => kind === 'offline-limit');
  },

  'copy changed here': ({ shop }) => {
    shop.db.promotions.apply([promotionOf('somebody')]);
    return undefined;
  },
  'copy stays different': ({ shop, undo }) => {
    shop.onServerAsked = (route) => {
      if (route === 'digests') shop.db.promotions.apply([promotionOf('somebody')]);
    };
    undo(() => {
      shop.onServerAsked = () => {};
    });
    return undefined;
  },
  'books differ': async ({ shop }) => {
    await shop.office.tamper();
    return undefined;
  },
  'nobody to compare with': async ({ shop, undo }) => {
    await shop.office.setReachable(false);
    undo(() => shop.office.setReachable(true));
    return undefined;
  },

  'damaged software': (scene) => be(scene, { integrity: false }),
  'newer version': (scene) => released(scene, { version: '0.2.0', mandatory: false }),
  'mandatory version': (scene) => released(scene, { version: '0.3.0', mandatory: true }),

  'impossible count': async ({ shop }) => {
    await askedFor(shop, 'float');
    return told(shop.call('signIn.countFloat', { denominations: { 10000: 1e15 } }));
  },
};

/** As one that the back office has never decided. */
function promotionOf(id: string): Promotion {
  return {
    id,
    name: { zh: '送', en: 'Free' },
    from: '2020-01-01',
    until: '2099-01-01',
    skus: ['10001'],
    categories: [],
    rule: { kind: 'percent-off', basisPoints: 10_000 },
    withdrawn: false,
  };
}

/** What whoever shows this is told. */
function toldBy(shop: Shop, proof: unknown): Promise<ProblemData> {
  return told(shop.call('signIn.begin', proof as Parameters<typeof shop.call<'signIn.begin'>>[1]));
}

async function told(asked: Promise<unknown>): Promise<ProblemData> {
  try {
    await asked;
  } catch (thrown) {
    return toProblem(thrown).toData();
  }
  throw new Error('was not refused');
}

/** The sign-in of the cashier, up to the question. */
async function askedFor(shop: Shop, question: 'seals' | 'float'): Promise<void> {
  const { number, pin } = people.cashier;
  const from = shop.events.length;
  const asks = (what: string) => shop.views(from).at(-1)?.waitsFor === what;
  await shop.call('signIn.begin', { number, pin });
  if (question === 'float') {
    await until(() => asks('seals') || asks('float'), 'asks a person');
    if (asks('seals')) await shop.call('signIn.confirmSeals', { intact: true });
  }
  await until(() => asks(question), `asks for the ${question}`);
}

function be({ system, undo }: Scene, state: Scene['system']): undefined {
  const before = { ...system };
  Object.assign(system, state);
  undo(() => {
    for (const name of Object.keys(state)) delete system[name as keyof typeof system];
    Object.assign(system, before);
  });
  return undefined;
}

function shiftClock({ shop, undo }: Scene, ms: number): undefined {
  shop.shiftMs += ms;
  undo(async () => {
    shop.shiftMs -= ms;
    await shop.call('till.syncNow', {});
  });
  return undefined;
}

/** What the back office decides, as if it had been pulled. */
function change({ shop, undo }: Scene, settings: Partial<StoreSettings>): undefined {
  const before = shop.db.settings.load();
  if (!before) throw new Error('no settings');
  shop.db.settings.save({ ...before, ...settings });
  undo(() => shop.db.settings.save(before));
  return undefined;
}

function register(
  { shop, undo }: Scene,
  change: (pad: RegisteredDevice) => RegisteredDevice | null,
): undefined {
  const before = shop.db.register.list();
  shop.db.register.replace(
    before.flatMap((row) => (row.device === 'pin-pad' ? (change(row) ?? []) : row)),
  );
  undo(() => shop.db.register.replace(before));
  return undefined;
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * hourMs).toISOString().slice(0, 10);
}

function lookedAt({ shop, undo }: Scene, check: 'screen' | 'sound'): Promise<undefined> {
  undo(() => shop.call('till.selfCheck', { check, well: true }));
  return shop.call('till.selfCheck', { check, well: false }).then(() => undefined);
}

function printerIs({ shop, undo }: Scene, act: (printer: Printer) => void): undefined {
  const { printer } = shop.emulators.control;
  act(printer);
  undo(() => {
    printer.setPaper('ok');
    printer.setCoverOpen(false);
    printer.setJammed(false);
  });
  return undefined;
}
type Printer = Shop['emulators']['control']['printer'];

function acquirerIs({ shop, undo }: Scene, fault: HostFault): undefined {
  const { control } = shop.emulators.control.host;
  control.always(fault, { for: 'sign-on' });
  undo(() => control.behave());
  return undefined;
}

async function released(
  { shop }: Scene,
  release: Readonly<{ version: string; mandatory: boolean }>,
): Promise<undefined> {
  await shop.office.admin.publishRelease(shop.office.store, release);
  await shop.call('till.syncNow', {});
  return undefined;
}

/** What only ports of real machines do, or what takes a pad many seconds to show; the drivers' own tests have it. */
function injected(name: string): Cause {
  return (scene) => devicesAnswer(scene, 'identify', problemIn(name));
}

function devicesAnswer({ shop, undo }: Scene, verb: string, problem: Problem): undefined {
  shop.onDevicesAsked = (asked, input) => {
    const device = (input as { device?: string }).device ?? problem.params.device;
    if (asked === verb && device === problem.params.device) throw problem;
  };
  undo(() => {
    shop.onDevicesAsked = () => {};
  });
  return undefined;
}

/** What the back office itself does to such a till is tested beside it. */
function officeAnswers(name: string): Cause {
  return async ({ shop, undo }) => {
    shop.onServerAsked = () => {
      throw problemIn(name);
    };
    undo(async () => {
      shop.onServerAsked = () => {};
      await shop.call('till.syncNow', {});
    });
    await shop.refusal('till.syncNow', {});
    return undefined;
  };
}

function problemIn(name: string): Problem {
  const row = failures.find((failure) => failure.case === name);
  if (!row) throw new Error(`no row ${name}`);
  return new Problem(row.kind as 'unexpected', row.params);
}

function expectNotice(shop: Shop, kind: string): void {
  if (!shop.notices().some((notice) => notice === kind)) throw new Error(`nobody was told ${kind}`);
}

function expectQuestion({ waitsFor }: Readonly<{ waitsFor: string }>, question: string): void {
  if (waitsFor !== question) throw new Error(`it waits for ${waitsFor}`);
}
