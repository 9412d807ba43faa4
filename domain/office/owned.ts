/**
 * What the back office owns and a till keeps a copy of, in one digest for each table, so that both see whether the copies
 * are still alike. Whoever can write into the till's file can make themselves a manager; the next comparison finds it.
 *
 * Every table has an explicit list of fields: what a later version adds to a row is in no digest of these names, so an
 * older till is not alarmed. Another list needs another name; a name that one side does not know is not compared.
 */

import { z } from 'zod';
import { allNames } from '../basics/names.ts';
import type { RegisteredDevice } from '../devices/register.ts';
import type { Category } from '../goods/category.ts';
import type { Item } from '../goods/item.ts';
import { canonicalJson } from '../journal/chain.ts';
import { type ReasonFor, reasonsFor, reasonsOf } from '../journal/reasons.ts';
import type { Operator } from '../people/operator.ts';
import type { DecidedRole } from '../people/role.ts';
import type { Promotion } from '../prices/promotion.ts';
import type { StoreSettings } from './store-settings.ts';

export const ownedTables = [
  /** Who there is, and with which rights. */
  'people',
  /** What they prove themselves by. */
  'secrets',
  /** What the store's roles give. */
  'roles',
  'items',
  /** What goods have got since contract 2. */
  'goods',
  'categories',
  'promotions',
  /** What promotions have got since. */
  'groups',
  'devices',
  'settings',
  /** Of the settings, what people at the till explain themselves by. */
  'reasons',
  /** Of the settings, whose payment codes are taken. */
  'wallets',
] as const;
export type OwnedTable = (typeof ownedTables)[number];

/** By table, lower-case hex of SHA-256. */
export const ownedDigestsSchema = z.record(z.string().max(40), z.string().regex(/^[0-9a-f]{64}$/));
export type OwnedDigests = z.infer<typeof ownedDigestsSchema>;

/** SHA-256 that is fed part by part; UTF-8. */
export type RunningHash = Readonly<{
  update(text: string): unknown;
  digest(encoding: 'hex'): string;
}>;

/** Everything but the items, which are many: those are hashed one by one, in the order of their numbers. */
export type OwnedRows = Readonly<{
  operators: readonly Operator[];
  promotions: readonly Promotion[];
  categories: readonly Category[];
  roles: readonly DecidedRole[];
  devices: readonly RegisteredDevice[];
  settings: StoreSettings;
}>;

/** In any order of the rows. Whoever left is compared by not being there. */
export function digestsOfRows(
  { operators, promotions, categories, roles, devices, settings }: OwnedRows,
  newHash: () => RunningHash,
): Record<Exclude<OwnedTable, 'items' | 'goods'>, string> {
  const present = operators.filter(({ withdrawn }) => !withdrawn);
  const digest = (lines: string[]): string => {
    const hash = newHash();
    for (const line of lines.sort()) hash.update(line);
    return hash.digest('hex');
  };
  return {
    people: digest(present.map(personLine)),
    secrets: digest(present.map(secretLine)),
    promotions: digest(promotions.filter(({ withdrawn }) => !withdrawn).map(promotionLine)),
    groups: digest(promotions.filter(({ withdrawn }) => !withdrawn).map(groupLine)),
    categories: digest(categories.filter(({ withdrawn }) => !withdrawn).map(categoryLine)),
    roles: digest(roles.map(roleLine)),
    devices: digest(devices.map(deviceLine)),
    settings: digest([settingsLine(settings)]),
    reasons: digest([reasonsLine(settings)]),
    wallets: digest([walletsLine(settings)]),
  };
}

/** The tables that both sides know and that are not alike. */
export function differing(ours: OwnedDigests, theirs: OwnedDigests): OwnedTable[] {
  return ownedTables.filter((table) => {
    const [our, their] = [ours[table], theirs[table]];
    return our !== undefined && their !== undefined && our !== their;
  });
}

/** Hashes of items that are fed one by one, by their numbers; `inconsistent`: one that is there and no item. */
export function hashingItems(newHash: () => RunningHash) {
  const items = newHash();
  const goods = newHash();
  return {
    add(item: Item): void {
      items.update(itemLine(item));
      goods.update(goodsLine(item));
    },
    inconsistent: (sku: string) => void items.update(`${sku} is inconsistent\n`),
    digests: () => ({ items: items.digest('hex'), goods: goods.digest('hex') }),
  };
}

/** Nothing for an item that has nothing of it: a later field is one more here, and older tills have the same. */
export function goodsLine({ sku, shownPer }: Item): string {
  const fields = Object.entries({ shownPer }).filter(([, value]) => value !== undefined);
  return fields.length === 0 ? '' : line([sku, ...fields]);
}

export function itemLine(item: Item): string {
  return line([
    item.sku,
    ...allNames(item.name),
    item.pinyin,
    item.barcode,
    item.category,
    item.unit,
    item.priceMinor,
    (item.prices ?? []).map(({ from, priceMinor }) => [from, priceMinor]),
    item.taxRate,
    item.favourite,
    item.withdrawn,
  ]);
}

function personLine({ number, name, role, locale, unlockedAt, secretDoubt }: Operator): string {
  const doubted = secretDoubt ? [secretDoubt.at, secretDoubt.till] : null;
  return line([number, name, role, locale, unlockedAt, doubted]);
}

/** How far the counters of passkeys have come the till knows better. */
export function secretLine(operator: Operator): string {
  const { number, pinHash, secretSetAt, mustChangeSecret, tokens, passkeys } = operator;
  return line([
    number,
    pinHash,
    secretSetAt,
    mustChangeSecret,
    tokens.map(({ kind, hash }) => `${kind} ${hash}`).sort(),
    passkeys.map(({ credentialId, publicKey }) => `${credentialId} ${publicKey}`).sort(),
  ]);
}

function promotionLine({ id, name, from, until, skus, categories, rule }: Promotion): string {
  return line([id, name, from, until, skus, categories, rule]);
}

/** Nothing for a promotion without: tills that have no groups have the same of it. */
function groupLine({ id, group }: Promotion): string {
  return group === undefined ? '' : line([id, group]);
}

function categoryLine({ id, name, colour, order, parent }: Category): string {
  return line([id, name, colour, order, parent]);
}

function roleLine({ id, names, rights, limits, withdrawn, version }: DecidedRole): string {
  const limited = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  return line([id, ...allNames(names), [...rights].sort(), limited.sort(), withdrawn, version]);
}

function deviceLine({ unconfirmed, ...row }: RegisteredDevice): string {
  const { device, family, model, serialNumber, seals, location, maintenanceDue } = row;
  const waits = unconfirmed ? [unconfirmed.by, unconfirmed.at, unconfirmed.before] : null;
  return line([device, family, model, serialNumber, seals, location, maintenanceDue, waits]);
}

export function settingsLine(settings: StoreSettings): string {
  const { offline, signInPolicy, secrets, openingHours, contacts } = settings;
  return line([
    settings.storeName,
    settings.currency,
    settings.zone,
    settings.cutOver,
    settings.cashStepMinor,
    settings.usualFloatMinor,
    [offline.daysMax, offline.unsyncedMinorMax],
    [
      signInPolicy.operator,
      signInPolicy['self-test'],
      signInPolicy.devices,
      signInPolicy['host-sign-on'],
      signInPolicy.sync,
      signInPolicy.reconcile,
      signInPolicy.update,
      signInPolicy.float,
    ],
    settings.receiptFooter,
    settings.helpPhone,
    settings.ways,
    [secrets.digitsMin, secrets.passwords, secrets.lifeDays],
    openingHours && [openingHours.from, openingHours.until],
    settings.firmware,
    [contacts.manager, contacts.technician, contacts.backOffice, contacts.acquirer],
    settings.labels,
    settings.takeBackMinorMax,
    [settings.day.afterClose, settings.day.cashCount],
    settings.managerConfirmsDevices,
  ]);
}

export function reasonsLine({ reasons }: StoreSettings): string {
  const namesOf = (what: ReasonFor) =>
    reasonsOf(reasons, what).map(({ id, name }) => [id, ...allNames(name)]);
  return line(reasonsFor.map((what) => [what, namesOf(what)]));
}

export function walletsLine({ wallets }: StoreSettings): string {
  return line([[...wallets].sort()]);
}

function line(fields: readonly unknown[]): string {
  return `${canonicalJson(fields)}\n`;
}
