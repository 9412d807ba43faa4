import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../../domain/contract/ipc.ts';
import {
  exceeds,
  type Holds,
  limitNames,
  limitOf,
  mayDo,
  type Right,
  rights,
} from '../../../../domain/people/right.ts';
import {
  holdsOf,
  type Role,
  roleOf,
  roleSchema,
  rolesOf,
  shippedRoles,
} from '../../../../domain/people/role.ts';
import { readTable } from '../table.ts';

const role = (id: string, change: Partial<Role> = {}): Role => ({
  id,
  names: { en: id },
  rights: ['sell'],
  limits: {},
  withdrawn: false,
  ...change,
});

describe('the roles that a store begins with', () => {
  const rows = readTable('people/role');
  const cells = rows.flatMap((row) =>
    shippedRoles.map(({ id }) => ({ id, right: row.right as Right, answer: row[id] ?? '' })),
  );
  it.each(cells)('may a $id $right: $answer', ({ id, right, answer }) => {
    const holds = holdsOf(shippedRoles, id);
    const upTo = /^up to (\d+)$/.exec(answer)?.[1];
    expect(mayDo(holds, right)).toBe(answer !== 'no');
    if (answer === 'no') return;
    expect(limitOf(holds, right)).toBe(upTo === undefined ? null : Number(upTo));
  });
  it('have a line in the table for every right, and a right for whatever a channel asks', () => {
    expect(rows.map((row) => row.right)).toEqual([...rights].sort(byTable(rows)));
    const asked = Object.values(channels).map(({ needs }) =>
      needs.replace(/^(bench|here|lent):/, ''),
    );
    const known: readonly string[] = [...rights, 'nobody', 'sells'];
    expect(asked.filter((right) => !known.includes(right))).toEqual([]);
  });
  it('give each of cashier, supervisor and manager all of the one before', () => {
    const steps = ['trainee', 'cashier', 'supervisor', 'manager'].map((id) =>
      holdsOf(shippedRoles, id),
    );
    steps.slice(1).forEach((more, at) => {
      expect(exceeds(steps[at] as Holds, more)).toBe(false);
      expect(exceeds(more, steps[at] as Holds)).toBe(true);
    });
  });
  it('are rows like any other', () => {
    for (const each of shippedRoles) expect(roleSchema.parse(each)).toEqual(each);
  });
});

const byTable =
  (rows: readonly Record<string, string>[]) =>
  (a: string, b: string): number =>
    rows.findIndex((row) => row.right === a) - rows.findIndex((row) => row.right === b);

describe('what a store decides', () => {
  it('stands over what it begins with, by id, and adds to it', () => {
    const roles = rolesOf([role('cashier'), role('night')]);
    expect(roles.map(({ id }) => id)).toEqual([...shippedRoles.map(({ id }) => id), 'night']);
    expect(holdsOf(roles, 'cashier').rights).toEqual(['sell']);
    expect(mayDo(holdsOf(roles, 'night'), 'sell')).toBe(true);
  });
  it('leaves nothing of a role that is withdrawn, or that nobody knows', () => {
    const roles = rolesOf([role('manager', { withdrawn: true })]);
    for (const id of ['manager', 'regional', '']) {
      expect(roleOf(roles, id)).toBeNull();
      expect(rights.filter((right) => mayDo(holdsOf(roles, id), right))).toEqual([]);
    }
  });
});

describe('a limit', () => {
  const holds = (limits: Holds['limits']): Holds => ({ rights: ['sale.discount', 'sell'], limits });
  it('includes its own amount, and holds for its rights alone', () => {
    const ten = holds({ discountBasisPoints: 1_000 });
    expect(mayDo(ten, 'sale.discount', 1_000)).toBe(true);
    expect(mayDo(ten, 'sale.discount', 1_001)).toBe(false);
    expect(mayDo(ten, 'sell', 5_000_000)).toBe(true);
    expect(mayDo(ten, 'sale.discount.basket', 1)).toBe(false);
  });
  it('that is not there is none, and one of nothing allows nothing', () => {
    expect(mayDo(holds({}), 'sale.discount', 10_000)).toBe(true);
    expect(mayDo(holds({ discountBasisPoints: 0 }), 'sale.discount', 1)).toBe(false);
  });
  it('that is higher reaches further', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (ours, theirs) => {
        const [a, b] = [
          holds({ discountBasisPoints: ours }),
          holds({ discountBasisPoints: theirs }),
        ];
        expect(exceeds(a, b)).toBe(ours > theirs);
        expect(exceeds(holds({}), b)).toBe(true);
        expect(exceeds(a, holds({}))).toBe(false);
      }),
    );
  });
  it('has a right that is one', () => {
    for (const right of Object.keys(limitNames)) expect(rights).toContain(right);
  });
});
