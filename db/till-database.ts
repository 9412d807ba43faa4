/** The till's file as main sees it: every store of this folder over two handles. */

import type { ZoneChange } from '../domain/basics/business-date.ts';
import type { NewId } from '../domain/basics/random.ts';
import type { BodyOf, Fact } from '../domain/contract/entry.ts';
import type { Allowed } from '../domain/day/allowed.ts';
import type { DayFold } from '../domain/day/day.ts';
import type { RegisteredDevice } from '../domain/devices/register.ts';
import type { Category } from '../domain/goods/category.ts';
import type { Item } from '../domain/goods/item.ts';
import type { LeftOut } from '../domain/office/left-out.ts';
import type { StoreSettings } from '../domain/office/store-settings.ts';
import type { Operator, Passkey } from '../domain/people/operator.ts';
import { type DecidedRole, decidedRoleSchema } from '../domain/people/role.ts';
import type { DayTotals } from '../domain/reports/day-totals.ts';
import type { Basket } from '../domain/sale/basket.ts';
import type { HalfPaid } from '../domain/sale/settlement.ts';
import type { ChecksOfDay } from '../domain/sign-in/checks-of-day.ts';
import { allowedOf } from './day/allowed.ts';
import { dayOf } from './day/day.ts';
import { isClosed, lastZoneChange } from './day/past-days.ts';
import { type DeviceCheck, recentChecks } from './devices/checks.ts';
import { listRegister, replaceRegister } from './devices/register.ts';
import { findIdentity, type TillIdentity } from './file/identity.ts';
import { own } from './file/lock.ts';
import { migrate } from './file/migrate.ts';
import { migrations } from './file/migrations/index.ts';
import { openWritable, type Writable } from './file/open.ts';
import { openPulledList, type PulledList } from './file/pulled-list.ts';
import { openCategories } from './goods/categories.ts';
import * as catalogue from './goods/items.ts';
import { searchItems } from './goods/search.ts';
import { type Journal, openJournal, type WriteContext } from './journal/journal.ts';
import { lastBatch, nextStan, nextZ } from './journal/numbers.ts';
import { unreadInBooksOf, unreadOf } from './journal/projections.ts';
import { rebuild, rebuildWithin, staleProjections } from './journal/rebuild.ts';
import { lastWitnessedStart } from './journal/starts.ts';
import { openSyncCursor, type SyncCursor } from './office/cursor.ts';
import { addLeftOut, listLeftOut, removeLeftOut } from './office/left-out.ts';
import { loadSettings, saveSettings } from './office/settings.ts';
import {
  applyOperators,
  findOperator,
  listOperators,
  removePasskey,
  savePasskey,
  setSecret,
} from './people/operators.ts';
import {
  forgetPendingSecret,
  lastSecretChange,
  listPendingSecrets,
  type PendingSecret,
} from './people/pending-secrets.ts';
import { type Tried, type WrongTries, wrongTriesOf } from './people/wrong-tries.ts';
import { openPromotions, type Promotions } from './prices/promotions.ts';
import { booksOf, type DayBooks, foldTotalsFrom, soldAfter } from './reports/day-books.ts';
import { totalsFrom, totalsOf } from './reports/day-totals.ts';
import { returnedOf } from './returns/returned.ts';
import { loadBasket, saveBasket } from './sale/basket.ts';
import { halfPaidOf } from './sale/half-paid.ts';
import {
  bringBackBasket,
  listParked,
  type ParkedBasket,
  parkBasket,
  renewBaskets,
  takeHeld,
  type Whose,
} from './sale/holds.ts';
import { findSale, nextSaleNumber, recentSales, type SaleRow, salesOn } from './sale/sales.ts';
import { dropUnread, findUnread, listUnread, setAside, type UnreadBasket } from './sale/unread.ts';
import { checksOf } from './sign-in/checks-of-day.ts';
import { lastSignIn } from './sign-in/last-sign-in.ts';
import { liftsOn } from './sign-in/lifts.ts';
import {
  type AnomalyRow,
  recentAnomalies,
  recentSignIns,
  type SignInRow,
} from './sign-in/past-sign-ins.ts';
import { type AttemptRow, findAttempt, openAttempts } from './tenders/attempts.ts';

export type TillDatabase = Readonly<{
  file: string;
  /** Null until the till has joined a store. */
  identity(): TillIdentity | null;
  /** Joins the store: whose journal this is, and its first entry, in one transaction. */
  enrol(identity: TillIdentity, fact: Fact, context: WriteContext, id: string): void;
  journal: Journal;
  /** How many entries only a later version can read. */
  unread(): number;
  /** How many of them belong to the sums of a date. */
  unreadInBooks(): number;
  /** The day machine, folded. */
  day(): DayFold;
  /** What people have allowed since the last Z of each date that is open. */
  allowed(): Allowed;
  totals(businessDate: string): DayTotals;
  /** Of every date from this one on that has entries, oldest first. */
  totalsFrom(businessDate: string): DayTotals[];
  /** The same from the journal's own entries: for whatever is printed, signed or compared. See day-books.ts. */
  books: Readonly<{
    of(businessDate: string): DayBooks;
    from(businessDate: string): DayTotals[];
    /** Folds everything that is kept once more. Only within `journal.append`, as what it does also. */
    refold(): void;
  }>;
  attempts: Readonly<{ open(): AttemptRow[]; find(id: string): AttemptRow | null }>;
  /** Sales of which something is taken and more is owed. */
  halfPaid(): readonly HalfPaid[];
  sales: Readonly<{
    recent(limit: number): SaleRow[];
    /** Of one business date, the newest first. */
    on(businessDate: string): SaleRow[];
    find(saleId: string): SaleRow | null;
  }>;
  /** Line of that sale → thousandths of it that came back here. */
  returned(saleId: string): ReadonlyMap<number, number>;
  /** Asking for a number does not use it up: the entry that carries it does. */
  numbers: Readonly<{
    nextSale(businessDate: string): number;
    nextZ(): number;
    nextStan(): string;
    lastBatch(): string | null;
  }>;
  /** Number of the last start from which on the till kept a witness; null where it kept none then. */
  lastWitnessedStart(): number | null;
  /** What was found at the bench, newest first. */
  deviceChecks(device: string, limit: number): DeviceCheck[];
  /** Refused tries since this operator last got in or was forgiven; null for what is nobody's. */
  wrongTries(operatorNumber: string | null, way: Tried): WrongTries;
  /** Value of the sales after that entry, in minor units. */
  unsyncedMinor(acknowledgedSeq: number): number;
  /** What has been looked at on that business date. */
  checksOf(businessDate: string): ChecksOfDay;
  /** Newest first. */
  pastSignIns(limit: number): SignInRow[];
  anomalies(limit: number): AnomalyRow[];
  /** Whether a Z has closed this business date. */
  isClosed(businessDate: string): boolean;
  lastZoneChange(): ZoneChange | null;
  /** Which offline limits somebody has lifted on this business date. */
  lifts(businessDate: string): BodyOf<'offline-lifted'>['limit'][];
  lastSignIn(): Readonly<{ at: number; operator: string }> | null;
  /** Survives a crash; a power cut may take the last changes. A completed or abandoned sale takes its basket with it. */
  basket: Readonly<{ load(): Basket | null; save(basket: Basket | null): void }>;
  /** Baskets that wait for their operators, or were put aside. */
  parked: Readonly<{
    /** Only within `journal.append`, as what it does also. */
    park(basket: Basket, whose: Whose): void;
    /** Likewise. */
    takeHeld(basket: Basket): void;
    list(): ParkedBasket[];
    bringBack(operator: string, businessDate: string): Basket | null;
    /** Likewise: what lies on the counter, together with what is written down of it. */
    keepCounter(basket: Basket): void;
    /** Puts `counter` on the counter and gives every basket that waits another id; within `journal.append`. */
    renew(counter: Basket, newId: NewId): void;
  }>;
  /** Baskets that this version cannot read; see db/sale/unread.ts. What writes, only within `journal.append`. */
  unreadBaskets: Readonly<{
    list(): UnreadBasket[];
    find(counter: Omit<Whose, 'heldAs'>): UnreadBasket[];
    setAside(found: readonly UnreadBasket[]): void;
    drop(id: string): void;
  }>;
  catalogue: Readonly<{
    apply(items: readonly Item[]): void;
    replace(items: readonly Item[]): void;
    page(after: string, limit: number): ReturnType<typeof catalogue.itemPage>;
    count(): number;
    findByBarcode(gtin: string): Item | null;
    findBySku(sku: string): Item | null;
    findByPlu(plu: string): Item | null;
    favourites(): Item[];
    /** Of what is sold. */
    inCategories(categories: readonly string[], limit: number): Item[];
    search(text: string, limit: number): Item[];
  }>;
  categories: PulledList<Category>;
  /** What the store's roles give; nothing where it has left them as it began with. */
  roles: PulledList<DecidedRole>;
  promotions: Promotions;
  operators: Readonly<{
    apply(list: readonly Operator[]): void;
    find(number: string): Operator | null;
    list(): Operator[];
  }>;
  /** Secrets that operators chose here, until the back office has them; `set` with the journal's `also`. */
  secrets: Readonly<{
    set(secret: PendingSecret): void;
    pending(): PendingSecret[];
    forget(secret: PendingSecret): void;
    lastChange(number: string): Readonly<{ at: number; secretHash: string | null }> | null;
  }>;
  passkeys: Readonly<{
    save(number: string, passkey: Passkey): void;
    remove(number: string, credentialId: string): void;
  }>;
  register: Readonly<{
    replace(devices: readonly RegisteredDevice[]): void;
    list(): RegisteredDevice[];
  }>;
  /** What the back office sent and this version cannot read. */
  leftOut: Readonly<{
    list(): LeftOut[];
    add(rows: readonly LeftOut[]): void;
    remove(rows: readonly Pick<LeftOut, 'list' | 'key'>[]): void;
  }>;
  settings: Readonly<{ load(): StoreSettings | null; save(settings: StoreSettings): void }>;
  sync: SyncCursor;
  /**
   * Ends a doubt about the last commit; true where there was one: what it was about has not happened. Throws Problem
   * `commit-unknown` while the disk still fails, as every write does then.
   */
  settle(): boolean;
  /** See `Writable`. */
  tidy(): void;
  /** Lets go of the file. Nothing else may be called afterwards. */
  close(): void;
}>;

/**
 * Opens the till's file, made if it is not there, and brings it up to date.
 * Throws Problem database-locked, database-corrupt, database-newer, database-readonly or disk-full.
 */
export function openTillDatabase(file: string): TillDatabase {
  const opened: (() => void)[] = [own(file)];
  const close = () => {
    for (const closeOne of opened.splice(0).reverse()) closeOne();
  };
  try {
    const books = openWritable(file, 'full');
    opened.push(() => books.close());
    migrate(books, migrations);
    const stale = staleProjections(books);
    if (stale.length > 0) rebuild(books, stale);
    const counter = openWritable(file, 'normal');
    opened.push(() => counter.close());
    // Both, whatever the first one says.
    const settle = () => [books.settle(), counter.settle()].includes(true);
    return { ...journalSide(books), ...counterSide(counter), settle, file, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** What must be on the disk when it returns. */
function journalSide(db: Writable) {
  const { enrol, ...journal } = openJournal(db);
  return {
    identity: () => findIdentity(db),
    enrol,
    journal,
    unread: () => unreadOf(db),
    unreadInBooks: () => unreadInBooksOf(db),
    tidy: () => db.tidy(),
    day: () => dayOf(db),
    allowed: () => allowedOf(db),
    totals: (businessDate) => totalsOf(db, businessDate),
    totalsFrom: (businessDate) => totalsFrom(db, businessDate),
    books: {
      of: (businessDate) => booksOf(db, businessDate),
      from: (businessDate) => foldTotalsFrom(db, businessDate),
      refold: () => rebuildWithin(db),
    },
    attempts: { open: () => openAttempts(db), find: (id) => findAttempt(db, id) },
    halfPaid: () => halfPaidOf(db),
    sales: {
      recent: (limit) => recentSales(db, limit),
      on: (businessDate) => salesOn(db, businessDate),
      find: (saleId) => findSale(db, saleId),
    },
    returned: (saleId) => returnedOf(db, saleId),
    numbers: {
      nextSale: (businessDate) => nextSaleNumber(db, businessDate),
      nextZ: () => nextZ(db),
      nextStan: () => nextStan(db),
      lastBatch: () => lastBatch(db),
    },
    lastWitnessedStart: () => lastWitnessedStart(db),
    deviceChecks: (device, limit) => recentChecks(db, device, limit),
    wrongTries: (operatorNumber, way) => wrongTriesOf(db, operatorNumber, way),
    parked: {
      renew: (counter, newId) => renewBaskets(db, counter, newId),
      park: (basket, whose) => parkBasket(db, basket, whose),
      takeHeld: (basket) => takeHeld(db, basket),
      keepCounter: (basket) => saveBasket(db, basket),
      list: () => listParked(db),
      bringBack: (operator, businessDate) => bringBackBasket(db, operator, businessDate),
    },
    unreadBaskets: {
      list: () => listUnread(db),
      find: (counter) => findUnread(db, counter),
      setAside: (found) => setAside(db, found),
      drop: (id) => dropUnread(db, id),
    },
    secrets: {
      set: (secret) => setSecret(db, secret),
      pending: () => listPendingSecrets(db),
      forget: (secret) => forgetPendingSecret(db, secret),
      lastChange: (number) => lastSecretChange(db, number),
    },
    passkeys: {
      save: (number, passkey) => savePasskey(db, number, passkey),
      remove: (number, credentialId) => removePasskey(db, number, credentialId),
    },
    unsyncedMinor: (acknowledgedSeq) => soldAfter(db, acknowledgedSeq),
    checksOf: (businessDate) => checksOf(db, businessDate),
    pastSignIns: (limit) => recentSignIns(db, limit),
    anomalies: (limit) => recentAnomalies(db, limit),
    isClosed: (businessDate) => isClosed(db, businessDate),
    lastZoneChange: () => lastZoneChange(db),
    lifts: (businessDate) => liftsOn(db, businessDate),
    lastSignIn: () => lastSignIn(db),
  } satisfies Partial<TillDatabase>;
}

/** What can be fetched or typed again. */
function counterSide(db: Writable) {
  const categories = openCategories(db);
  return {
    basket: { load: () => loadBasket(db), save: (basket) => saveBasket(db, basket) },
    catalogue: {
      apply: (items) => catalogue.applyItems(db, items),
      replace: (items) => catalogue.replaceItems(db, items),
      page: (after, limit) => catalogue.itemPage(db, after, limit),
      count: () => catalogue.countItems(db),
      findByBarcode: (gtin) => catalogue.findByBarcode(db, gtin),
      findBySku: (sku) => catalogue.findBySku(db, sku),
      findByPlu: (plu) => catalogue.findByPlu(db, plu),
      favourites: () => catalogue.favouriteItems(db),
      inCategories: (categories, limit) => catalogue.itemsInCategories(db, categories, limit),
      search: (text, limit) => searchItems(db, text, limit),
    },
    categories,
    promotions: openPromotions(db, categories.list),
    operators: {
      apply: (list) => applyOperators(db, list),
      find: (number) => findOperator(db, number),
      list: () => listOperators(db),
    },
    roles: openPulledList(db, 'roles', decidedRoleSchema.parse),
    register: {
      replace: (devices) => replaceRegister(db, devices),
      list: () => listRegister(db),
    },
    leftOut: {
      list: () => listLeftOut(db),
      add: (rows) => addLeftOut(db, rows),
      remove: (rows) => removeLeftOut(db, rows),
    },
    settings: {
      load: () => loadSettings(db),
      save: (settings) => saveSettings(db, settings),
    },
    sync: openSyncCursor(db),
  } satisfies Partial<TillDatabase>;
}
