/**
 * What a pull brought comes to its place. A row that this version cannot read takes the place of the one before it:
 * yesterday's price, or a person who may have left, would be worse than none. It is kept and read again after an update.
 */
import { type ReadLists, readListsSchema } from '../../../domain/contract/sync.ts';
import type { RegisteredDevice } from '../../../domain/devices/register.ts';
import type { LeftOut } from '../../../domain/office/left-out.ts';
import type { StoreSettings } from '../../../domain/office/store-settings.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { takeOperators } from '../people/take-operators.ts';

/** Only what changed; `whole`: everything, in place of whatever was here. The caller moves the cursor last. */
export function takeLists(till: OpenTill, lists: ReadLists, whole: boolean): void {
  const { db } = till;
  const { items, operators, devices, promotions, categories, roles, settings } = lists;
  if (whole) {
    db.catalogue.replace(items.rows);
    db.promotions.replace(promotions.rows);
    db.categories.replace(categories.rows);
    db.roles.replace(roles.rows);
    takeOperators(till, [...operators.rows, ...strangers(db.operators.list(), operators.rows)]);
    db.register.replace(devices.rows);
    db.leftOut.remove(db.leftOut.list());
  } else {
    db.catalogue.apply([...items.rows, ...withdrawnHere(items.leftOut, db.catalogue.findBySku)]);
    const promotionOf = (id: string) => db.promotions.list().find((known) => known.id === id);
    db.promotions.apply([
      ...promotions.rows,
      ...withdrawnHere(promotions.leftOut, (id) => promotionOf(id) ?? null),
    ]);
    const categoryOf = (id: string) => db.categories.list().find((known) => known.id === id);
    db.categories.apply([
      ...categories.rows,
      ...withdrawnHere(categories.leftOut, (id) => categoryOf(id) ?? null),
    ]);
    const roleOf = (id: string) => db.roles.list().find((known) => known.id === id);
    db.roles.apply([...roles.rows, ...withdrawnHere(roles.leftOut, (id) => roleOf(id) ?? null)]);
    takeOperators(till, [
      ...operators.rows,
      ...withdrawnHere(operators.leftOut, db.operators.find),
    ]);
    db.register.replace(mergeRegister(db.register.list(), devices));
    db.leftOut.remove([
      ...items.rows.map(({ sku }) => ({ list: 'items', key: sku }) as const),
      ...operators.rows.map(({ number }) => ({ list: 'operators', key: number }) as const),
      ...devices.rows.map(({ device }) => ({ list: 'devices', key: device }) as const),
      ...promotions.rows.map(({ id }) => ({ list: 'promotions', key: id }) as const),
      ...categories.rows.map(({ id }) => ({ list: 'categories', key: id }) as const),
      ...roles.rows.map(({ id }) => ({ list: 'roles', key: id }) as const),
    ]);
  }
  if (settings.row) {
    takeSettings(till, settings.row);
    db.leftOut.remove([{ list: 'settings', key: 'settings' }]);
  }
  const leftOut = [items, operators, devices, promotions, categories, roles, settings].flatMap(
    (list) => list.leftOut,
  );
  db.leftOut.add(leftOut);
}

/** What an older version left out and this one can read comes to its place. */
export function readAgain(till: OpenTill): void {
  const kept = till.db.leftOut.list();
  if (kept.length === 0) return;
  const bodiesOf = (list: LeftOut['list']): unknown[] =>
    kept.filter((row) => row.list === list).map(({ body }) => JSON.parse(body));
  const lists = readListsSchema.parse({
    items: bodiesOf('items'),
    operators: bodiesOf('operators'),
    devices: bodiesOf('devices'),
    promotions: bodiesOf('promotions'),
    categories: bodiesOf('categories'),
    roles: bodiesOf('roles'),
    settings: bodiesOf('settings')[0] ?? settingsOf(till),
  });
  takeLists(till, lists, false);
}

/** What is here of rows that cannot be read, as gone. */
function withdrawnHere<Row extends { withdrawn: boolean }>(
  leftOut: readonly LeftOut[],
  find: (key: string) => Row | null,
): Row[] {
  return leftOut.flatMap(({ key }) => {
    const known = find(key);
    return known ? [{ ...known, withdrawn: true }] : [];
  });
}

/** Whom the back office has never had: withdrawn, so that whatever they were about ends. */
function strangers(ours: readonly Operator[], theirs: readonly Operator[]): Operator[] {
  const known = new Set(theirs.map(({ number }) => number));
  return ours
    .filter(({ number }) => !known.has(number))
    .map((operator) => ({ ...operator, withdrawn: true }));
}

/** A pull brings the devices that changed; one that stays away has not been taken from the till. */
function mergeRegister(
  ours: readonly RegisteredDevice[],
  { rows, leftOut }: ReadLists['devices'],
): RegisteredDevice[] {
  const changed = new Set([...rows.map(({ device }) => device), ...leftOut.map(({ key }) => key)]);
  return [...ours.filter(({ device }) => !changed.has(device)), ...rows];
}

/** Another zone or cut-over is written down first: the entry's date is the one that goes on. */
function takeSettings(till: OpenTill, settings: StoreSettings): void {
  const before = ruleOf(settingsOf(till));
  const after = ruleOf(settings);
  if (before !== after) record(till, [{ kind: 'zone-changed', body: { before, after } }]);
  till.db.settings.save(settings);
}

const ruleOf = ({ zone, cutOver }: StoreSettings): string => `${zone} ${cutOver}`;
