import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { RegisteredDevice } from '../../../domain/devices/register.ts';
import { newcomer, type Operator } from '../../../domain/people/operator.ts';
import type { Basket } from '../../../domain/sale/basket.ts';
import { cashSale, context } from '../../helpers/facts.ts';
import { enrolledTill, openForTest } from '../../helpers/till-file.ts';
import { shop } from '../../unit/domain/shop.ts';

const basket: Basket = {
  id: '0190a1b2-0000-7000-8000-0000000000ff',
  lines: [
    {
      line: 1,
      kind: 'goods',
      sku: '10001',
      barcode: null,
      name: { zh: '牛奶', en: 'Milk' },
      unit: 'piece',
      quantity: 2000,
      listPriceMinor: 650,
      setPriceMinor: 600,
      taxRate: 1300,
    },
  ],
  nextLine: 2,
  voidedLines: 1,
  done: [],
  acts: 0,
};

describe('the basket', () => {
  test('comes back after a restart as it was', () => {
    const { db, file } = enrolledTill();
    expect(db.basket.load()).toBeNull();
    db.basket.save({ ...basket, lines: [] });
    db.basket.save(basket);
    db.close();
    const again = openForTest(file);
    expect(again.basket.load()).toEqual(basket);
    again.basket.save(null);
    expect(again.basket.load()).toBeNull();
  });

  test('goes with the sale it has become, in the same commit, and with the sale given up', () => {
    const { db, newId } = enrolledTill();
    db.basket.save(basket);
    db.journal.append([cashSale(newId(), 1)], context, newId);
    expect(db.basket.load()).toEqual(basket);
    db.journal.append([cashSale(basket.id, 2)], context, newId);
    expect(db.basket.load()).toBeNull();

    db.basket.save(basket);
    db.journal.append(
      [{ kind: 'sale-abandoned', body: { saleId: basket.id, lines: 1, totalMinor: 1300 } }],
      context,
      newId,
    );
    expect(db.basket.load()).toBeNull();
  });

  test('that this release cannot read is given up rather than keeping the till shut', () => {
    const { db, file } = enrolledTill();
    db.basket.save(basket);
    db.close();
    const raw = new Database(file);
    raw.exec(`UPDATE basket SET body = '{"id":1}'`);
    raw.close();
    expect(openForTest(file).basket.load()).toBeNull();
  });
});

describe('what the back office owns', () => {
  const operator = (number: string, name: string): Operator => ({
    number,
    name,
    role: 'cashier',
    locale: 'zh-CN',
    pinHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    ...newcomer,
    withdrawn: false,
  });

  test('operators are added, replaced and never dropped by a partial list', () => {
    const { db } = enrolledTill();
    db.operators.apply([operator('1002', '李娜'), operator('1001', '王伟')]);
    db.operators.apply([{ ...operator('1001', '王伟'), withdrawn: true }]);
    expect(db.operators.list().map(({ number, withdrawn }) => [number, withdrawn])).toEqual([
      ['1001', true],
      ['1002', false],
    ]);
    expect(db.operators.find('1002')?.name).toBe('李娜');
    expect(db.operators.find('1003')).toBeNull();
  });

  test('the device register is replaced as a whole', () => {
    const { db } = enrolledTill();
    const device = (name: string): RegisteredDevice => ({
      device: name,
      family: 'pin-pad',
      model: 'P1',
      serialNumber: 'A1',
      seals: ['S1'],
      location: 'counter 1',
      maintenanceDue: '2027-01-31',
    });
    db.register.replace([device('printer'), device('pin-pad')]);
    db.register.replace([device('pin-pad'), device('card-reader')]);
    expect(db.register.list()).toEqual([device('card-reader'), device('pin-pad')]);
  });

  test('settings are read once and are always the ones in the file', () => {
    const { db, file } = enrolledTill();
    db.settings.save({ ...shop, helpPhone: '1' });
    const first = db.settings.load();
    expect(first?.helpPhone).toBe('1');
    expect(db.settings.load()).toBe(first);
    db.settings.save(shop);
    expect(db.settings.load()).toEqual(shop);
    const other = new Database(file);
    other.prepare("UPDATE settings SET body = '{}'").run();
    other.close();
    expect(() => db.settings.load()).toThrow('database-corrupt');
  });

  test('settings and the state of the sync survive a restart', () => {
    const { db, file } = enrolledTill();
    expect(db.settings.load()).toBeNull();
    expect(db.sync.acknowledgedSeq()).toBe(0);
    expect(db.sync.cursor()).toBe('');
    expect(db.sync.lastAt()).toBeNull();
    expect(db.sync.release()).toBeNull();
    db.settings.save({ ...shop, helpPhone: '1' });
    db.settings.save(shop);
    db.sync.setAcknowledged(17);
    db.sync.setCursor('opaque');
    db.sync.setLastAt(context.at);
    db.sync.setRelease({ version: '0.2.0', mandatory: true });
    db.close();
    const again = openForTest(file);
    expect(again.settings.load()).toEqual(shop);
    expect(again.sync.acknowledgedSeq()).toBe(17);
    expect(again.sync.cursor()).toBe('opaque');
    expect(again.sync.lastAt()).toBe(context.at);
    expect(again.sync.release()).toEqual({ version: '0.2.0', mandatory: true });
    again.sync.setRelease(null);
    expect(again.sync.release()).toBeNull();
  });
});
