import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRegister } from '../../../../domain/devices/register.ts';
import { judgeOffline } from '../../../../domain/office/offline-limits.ts';
import {
  delayAfter,
  newcomer,
  operatorNumberSchema,
  operatorSchema,
  pinSchema,
  triesMax,
} from '../../../../domain/people/operator.ts';
import { readTable } from '../table.ts';

describe('wrong PINs', () => {
  it('cost nothing twice, then twice as long each time, never more than a minute', () => {
    expect(Array.from({ length: 11 }, (_, tries) => delayAfter(tries))).toEqual([
      0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });
  it('never get cheaper', () => {
    fc.assert(
      fc.property(fc.nat(10_000), (tries) => {
        expect(delayAfter(tries + 1)).toBeGreaterThanOrEqual(delayAfter(tries));
        expect(delayAfter(tries)).toBeLessThanOrEqual(60_000);
      }),
    );
  });
  it('lock before a four-digit PIN could be guessed', () => {
    expect(triesMax).toBeLessThan(10_000 / 1_000);
  });
});

describe('operators', () => {
  const operator = {
    number: '1001',
    name: '王芳',
    role: 'cashier',
    locale: 'zh-CN',
    pinHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    withdrawn: false,
  };
  it('are known by two to eight digits and a PIN of four to twelve or a password', () => {
    expect(operatorSchema.parse(operator)).toEqual({ ...operator, ...newcomer });
    for (const number of ['1', '123456789', '12a', '']) {
      expect(operatorNumberSchema.safeParse(number).success).toBe(false);
    }
    for (const pin of ['123', '1234567890123', '12 34', '１２３４', 'sevench']) {
      expect(pinSchema.safeParse(pin).success).toBe(false);
    }
  });
  it('never carry a PIN in clear or under a weak hash', () => {
    for (const pinHash of ['1234', '$2b$10$abc', '$argon2i$v=19$', '']) {
      expect(operatorSchema.safeParse({ ...operator, pinHash }).success).toBe(false);
    }
  });
});

describe('the device register', () => {
  const orNull = (text = ''): string | null => (text === '-' ? null : text);
  it.each(readTable('devices/poi-register'))('$case', (row) => {
    const registered =
      row.registered === 'none'
        ? undefined
        : {
            device: 'pin-pad',
            family: 'pin-pad' as const,
            model: 'VP-1',
            serialNumber: orNull(row.registered),
            seals: ['S1'],
            location: 'Till 1',
            maintenanceDue: orNull(row.due),
          };
    const identity = {
      model: null,
      serialNumber: orNull(row.found),
      firmware: orNull(row.firmware),
    };
    const allowed = row.allowed === '-' ? {} : { 'VP-1': row.allowed?.split(' ') ?? [] };
    const verdict = matchRegister('pin-pad', identity, registered, row.today ?? '', allowed);
    expect(verdict.failures.map((problem) => problem.kind).join(' ')).toBe(row.failures);
    expect(verdict.warnings.map((problem) => problem.kind).join(' ')).toBe(row.warnings);
    for (const problem of [...verdict.failures, ...verdict.warnings]) {
      expect(problem.params).toMatchObject({ device: 'pin-pad' });
    }
  });
});

describe('offline limits', () => {
  const policy = { daysMax: 3, unsyncedMinorMax: 500_000 };
  it.each([
    [0, 0, { kind: 'within' }],
    [3, 500_000, { kind: 'within' }],
    [4, 0, { kind: 'past', limit: 'days' }],
    [0, 500_001, { kind: 'past', limit: 'value' }],
    [4, 500_001, { kind: 'past', limit: 'days' }],
    [-1, 0, { kind: 'within' }],
  ] as const)('after %i days with %i unsynced', (days, unsynced, verdict) => {
    expect(judgeOffline(policy, days, unsynced)).toEqual(verdict);
  });
  it('never open again as days or value grow', () => {
    const days = fc.nat(10);
    const value = fc.nat(1_000_000);
    fc.assert(
      fc.property(days, value, days, value, (d, v, moreDays, moreValue) => {
        const before = judgeOffline(policy, d, v).kind;
        const after = judgeOffline(policy, d + moreDays, v + moreValue).kind;
        expect(before === 'past' && after === 'within').toBe(false);
      }),
    );
  });
});
