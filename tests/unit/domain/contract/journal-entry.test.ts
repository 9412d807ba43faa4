import { describe, expect, it } from 'vitest';
import {
  bodyAtRest,
  bodySchemas,
  checkFact,
  type EntryKind,
  type Fact,
  factOrUnread,
  isUnread,
  parseFact,
} from '../../../../domain/contract/entry.ts';
import { isVersioned, LaterFact } from '../../../../domain/journal/fact.ts';
import { sampleBodies as newestBodies, olderBodies } from './sample-bodies.ts';

/** As they lie in a journal. */
const sampleBodies = Object.fromEntries(
  Object.entries(newestBodies).map(([kind, body]) => [kind, bodyAtRest({ kind, body } as Fact)]),
) as typeof newestBodies;

const kinds = Object.keys(bodySchemas) as EntryKind[];
type Path = readonly (string | number)[];
type Leaf = Readonly<{ path: Path; value: unknown }>;

/** Every text, number, yes or no, null and empty list or object in `value`, with the way to it. */
function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy of `value` with `planted` at `path`. */
function plant(value: unknown, path: Path, planted: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return planted;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = plant(copy[key], rest, planted);
  return copy;
}

const pans = [
  '6200000000000005',
  '4111111111111111',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111 12/27',
  'card 378282246310005, says the customer',
  'x4111111111111111x',
];
const leavesOfAll = kinds.flatMap((kind) =>
  leavesOf(sampleBodies[kind]).map((leaf) => ({ kind, ...leaf, way: leaf.path.join('.') })),
);

describe('each kind of entry', () => {
  it.each(kinds)('%s takes a good body and keeps it as it is', (kind) => {
    const fact = { kind, body: newestBodies[kind] };
    expect(parseFact(kind, sampleBodies[kind])).toEqual(fact);
    expect(checkFact(fact as Fact)).toEqual(fact);
  });

  it.each(kinds)('%s refuses what is no object', (kind) => {
    for (const body of [null, undefined, 'text', 1, []]) {
      expect(() => parseFact(kind, body)).toThrow();
    }
  });

  it.each(leavesOfAll)('$kind refuses $way of another type', ({ kind, path }) => {
    expect(() => parseFact(kind, plant(sampleBodies[kind], path, { wrong: [] }))).toThrow();
  });

  it.each(
    kinds.flatMap((kind) => Object.keys(newestBodies[kind]).map((field) => ({ kind, field }))),
  )('$kind refuses a body without its $field', ({ kind, field }) => {
    const body: Record<string, unknown> = structuredClone(sampleBodies[kind]);
    delete body[field];
    expect(() => parseFact(kind, body)).toThrow();
  });

  it.each(['sale', '', 'constructor', '__proto__', 'toString'])('there is no kind "%s"', (kind) => {
    expect(() => parseFact(kind, {})).toThrow(LaterFact);
  });

  it('refuses amounts that are no whole numbers', () => {
    const body = sampleBodies['cash-counted'];
    for (const amountMinor of [1.5, Number.NaN, -1, 2 ** 53]) {
      expect(() => parseFact('cash-counted', { ...body, amountMinor })).toThrow();
    }
  });
});

describe('the versions of a kind', () => {
  it.each(olderBodies)('%s of version %i is read in the newest shape', (kind, version, body) => {
    const atRest = version === 1 ? body : { ...body, v: version };
    expect(parseFact(kind, atRest)).toEqual({ kind, body: newestBodies[kind] });
  });

  it.each(['line-taken-back', 'sale-abandoned'] as const)(
    'the reason of a %s of version 1 is its id; it has no words of its own',
    (kind) => {
      const body = newestBodies[kind];
      expect(parseFact(kind, { ...body, reason: 'weighed' })).toEqual({
        kind,
        body: { ...body, reasonId: 'weighed' },
      });
      const own = { ...body, reasonId: 'ice', reason: 'melted', v: 2 };
      expect(parseFact(kind, own)).toMatchObject({ body: { reasonId: 'ice', reason: 'melted' } });
    },
  );

  it('has a stored body of every version before the newest', () => {
    const before = kinds.flatMap((kind) => {
      const said = bodySchemas[kind];
      const versions = isVersioned(said) ? said.version - 1 : 0;
      return Array.from({ length: versions }, (_, index) => `${kind} ${index + 1}`);
    });
    expect(olderBodies.map(([kind, version]) => `${kind} ${version}`).sort()).toEqual(
      before.sort(),
    );
  });

  it('says which it is from the second on, and nothing before: what has one version hashes as ever', () => {
    expect(sampleBodies['float-counted']).toHaveProperty('v', 2);
    expect(sampleBodies['till-started']).not.toHaveProperty('v');
  });

  it('takes a later one for an entry that this version cannot read, not for a broken journal', () => {
    const later = { ...sampleBodies['float-counted'], v: 3, coinsByWeight: true };
    expect(() => parseFact('float-counted', later)).toThrow(LaterFact);
    expect(isUnread(factOrUnread('float-counted', later))).toBe(true);
    expect(isUnread(factOrUnread('loyalty-earned', { points: 7 }))).toBe(true);
  });
});

describe('a full card number', () => {
  const texts = leavesOfAll.filter((leaf) => typeof leaf.value === 'string' || leaf.value === null);
  const numbers = leavesOfAll.filter((leaf) => typeof leaf.value === 'number');

  it.each(texts)('is refused as $way of $kind', ({ kind, path }) => {
    for (const pan of pans) {
      expect(() => parseFact(kind, plant(sampleBodies[kind], path, pan))).toThrow();
    }
  });
  it.each(numbers)('is refused as the number $way of $kind', ({ kind, path }) => {
    expect(() => parseFact(kind, plant(sampleBodies[kind], path, 4_111_111_111_111_111))).toThrow();
  });
  it.each(kinds)('does not get into %s under a name the schema does not know', (kind) => {
    const fact = parseFact(kind, { ...sampleBodies[kind], scribble: pans[0] });
    expect(JSON.stringify(fact)).not.toContain(pans[0]);
  });
  it('is refused as a key too', () => {
    const counted = { amountMinor: 1, denominations: { '4111111111111111': 1 } };
    expect(() => parseFact('float-counted', counted)).toThrow(RangeError);
  });
  it('is not seen in ids, hashes, scanned goods or times', () => {
    const day = sampleBodies['day-closed'];
    const digits = '4111111111111111';
    const head = { ...day.head, hash: digits.repeat(4) };
    expect(() => parseFact('day-closed', { ...day, head })).not.toThrow();
    const problem = {
      kind: 'device-swapped',
      params: { id: '11111111-1111-4111-8111-411111111111', at: '2026-11-22 08:52:03' },
    };
    const { attemptId } = sampleBodies['attempt-unknown'];
    expect(() => parseFact('attempt-unknown', { attemptId, problem })).not.toThrow();
  });
  it.each(['attempt-requested', 'sale-completed'] as const)(
    'is refused in %s even where it is masked too little',
    (kind) => {
      const masked = leavesOf(sampleBodies[kind]).find(({ path }) => path.at(-1) === 'maskedPan');
      for (const text of ['6200000000000013', '62000000****0013', '620000*0013', '']) {
        expect(() =>
          parseFact(kind, plant(sampleBodies[kind], masked?.path ?? [], text)),
        ).toThrow();
      }
    },
  );
});
