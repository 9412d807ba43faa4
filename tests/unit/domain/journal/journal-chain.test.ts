import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChainHead,
  canonicalJson,
  checkChain,
  type ExportedEntry,
  entryHash,
  exportedEntrySchema,
  fromHex,
  genesisHash,
  genesisHead,
  type Sha256,
  toHex,
} from '../../../../domain/journal/chain.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const till = 'till-1';
const bodies = Object.entries(sampleBodies);

/** A sound chain of `count` entries. */
function chainOf(count: number): ExportedEntry[] {
  let prev: Uint8Array = genesisHash;
  return Array.from({ length: count }, (_, index) => {
    const [kind = '', body = {}] = bodies[index % bodies.length] ?? [];
    const content = {
      at: 1_700_000_000_000 + index,
      body: body as Record<string, unknown>,
      businessDate: '2026-11-22',
      id: `0190a1b2-0000-7000-8000-${String(index).padStart(12, '0')}`,
      kind,
      operator: index % 3 === 0 ? null : '1001',
      seq: index + 1,
      till,
    };
    const hash = entryHash(prev, content, sha256);
    const entry = { ...content, prev: toHex(prev), hash: toHex(hash) };
    prev = hash;
    return entry;
  });
}
const chain = chainOf(30);
const check = (entries: readonly ExportedEntry[], head: ChainHead = genesisHead) =>
  checkChain(head, till, entries, sha256);

describe('canonical JSON (RFC 8785)', () => {
  it.each([
    // RFC 8785 section 3.2.2 and appendix B, and the order of section 3.2.3.
    [
      { numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27] },
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    ],
    [{ literals: [null, true, false] }, '{"literals":[null,true,false]}'],
    ['\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    [
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [{ b: { d: 1, c: [] }, a: {} }, '{"a":{},"b":{"c":[],"d":1}}'],
    [-0, '0'],
    [0, '0'],
    [9007199254740991, '9007199254740991'],
    [1e21, '1e+21'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    ['签到', '"签到"'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('does not depend on the order in which fields were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      }),
    );
  });

  it.each([
    ['a high surrogate at the end', 'a\ud83d'],
    ['a high surrogate before a letter', '\ud83da'],
    ['a low surrogate alone', '\ude00'],
    ['the two the wrong way round', '\ude00\ud83d'],
    ['one deep inside', { a: [{ b: 'x\udfff' }] }],
    ['one in a key', { 'a\ud800': 1 }],
    ['not a number', { a: Number.NaN }],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['nothing at all', undefined],
    ['a function', () => 1],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });
});

describe('canonical JSON of what is in order already', () => {
  const parsed = fc.json({ stringUnit: 'binary' }).map((text): unknown => JSON.parse(text));
  const shuffled = fc.dictionary(
    fc.oneof(fc.string({ unit: 'binary' }), fc.nat(2_000).map(String)),
    fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.constant(undefined), parsed),
  );
  const byLibrary = (value: unknown): string => {
    try {
      return canonicalize(value) ?? 'refused';
    } catch {
      return 'refused';
    }
  };
  const byUs = (value: unknown): string => {
    try {
      return canonicalJson(value);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(RangeError);
      return 'refused';
    }
  };

  it('is that of the library for any value, in order or not', () => {
    fc.assert(
      fc.property(fc.oneof(parsed, shuffled), (value) => {
        const text = byLibrary(value);
        expect(byUs(value)).toBe(text);
        if (text !== 'refused') expect(byUs(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['whole numbers as keys', { 5: 1, 10: 2, 100: 3 }, '{"10":2,"100":3,"5":1}'],
    ['a backslash before ud', { a: '\\ud800' }, '{"a":"\\\\ud800"}'],
    ['minus nothing', [-0], '[0]'],
    ['a key of the prototype', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['what is not there', { a: 1, b: undefined }, '{"a":1}'],
  ])('knows %s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

describe('the hash of an entry', () => {
  it('is SHA-256 over the previous hash and the canonical content, and nothing else', () => {
    for (const entry of chain) {
      const { prev, hash, ...content } = entry;
      const bytes = Buffer.concat([Buffer.from(prev, 'hex'), Buffer.from(canonicalJson(content))]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    }
  });
  it('is the same for whoever passes on the canonical JSON of the body', () => {
    for (const entry of chain) {
      const hash = entryHash(
        fromHex(entry.prev),
        { ...entry, body: null },
        sha256,
        canonicalJson(entry.body),
      );
      expect(toHex(hash)).toBe(entry.hash);
    }
  });
  it('starts from 32 zero bytes', () => {
    expect(chain[0]?.prev).toBe('0'.repeat(64));
    expect(genesisHead).toEqual({ seq: 0, hash: '0'.repeat(64) });
  });
  it('goes to hex and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['0', 'zz', '0x00', ' 00']) expect(() => fromHex(text)).toThrow(RangeError);
  });
});

describe('checking a chain', () => {
  const last = chain.at(-1);
  const whole = { kind: 'whole', head: { seq: 30, hash: last?.hash } };

  it('finds a sound one whole, and an empty one at its head', () => {
    expect(check(chain)).toEqual(whole);
    expect(check([])).toEqual({ kind: 'whole', head: genesisHead });
    for (const entry of chain) expect(exportedEntrySchema.parse(entry)).toEqual(entry);
  });

  it('comes to the same verdict wherever the run is split', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (a, b) => {
        const cuts = [0, Math.min(a, b), Math.max(a, b), 30];
        let head: ChainHead = genesisHead;
        cuts.slice(1).forEach((to, index) => {
          const verdict = check(chain.slice(cuts[index], to), head);
          expect(verdict.kind).toBe('whole');
          if (verdict.kind === 'whole') head = verdict.head;
        });
        expect({ kind: 'whole', head }).toEqual(whole);
      }),
    );
  });

  it('names the same bad entry wherever the run is split before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 29 }), fc.nat(29), (bad, cut) => {
        const entries = chain.map((entry, index) =>
          index === bad ? { ...entry, at: entry.at + 1 } : entry,
        );
        const from = Math.min(cut, bad);
        const before = check(entries.slice(0, from));
        expect(before.kind).toBe('whole');
        const head = before.kind === 'whole' ? before.head : genesisHead;
        expect(check(entries.slice(from), head)).toEqual(check(entries));
        expect(check(entries)).toEqual({ kind: 'broken', seq: bad + 1, why: 'hash' });
      }),
    );
  });

  const flip = (hex: string): string => (hex[0] === '0' ? '1' : '0') + hex.slice(1);
  const tampering: readonly [string, (entry: ExportedEntry) => ExportedEntry, string][] = [
    ['at', (entry) => ({ ...entry, at: entry.at + 1 }), 'hash'],
    ['body', (entry) => ({ ...entry, body: { ...entry.body, extra: 1 } }), 'hash'],
    ['businessDate', (entry) => ({ ...entry, businessDate: '2026-11-23' }), 'hash'],
    ['id', (entry) => ({ ...entry, id: '0190a1b2-0000-7000-8000-ffffffffffff' }), 'hash'],
    ['kind', (entry) => ({ ...entry, kind: `${entry.kind}x` }), 'hash'],
    ['operator', (entry) => ({ ...entry, operator: '9001' }), 'hash'],
    [
      'operator, taken out',
      (entry) => ({ ...entry, operator: entry.operator ? null : '' }),
      'hash',
    ],
    ['seq', (entry) => ({ ...entry, seq: entry.seq + 1 }), 'gap'],
    ['till', (entry) => ({ ...entry, till: 'till-2' }), 'till'],
    ['prev', (entry) => ({ ...entry, prev: flip(entry.prev) }), 'prev'],
    ['hash', (entry) => ({ ...entry, hash: flip(entry.hash) }), 'hash'],
    ['text without UTF-8', (entry) => ({ ...entry, body: { note: '\ud800' } }), 'hash'],
  ];
  it.each(tampering)('names the entry whose %s was changed', (_, tamper, why) => {
    for (const at of [0, 1, 15, 29]) {
      const entries = chain.map((entry, index) => (index === at ? tamper(entry) : entry));
      const seq = entries[at]?.seq;
      expect(check(entries)).toEqual({ kind: 'broken', seq, why });
    }
  });

  it('names a gap, a double, a swap and a missing beginning', () => {
    expect(check([...chain.slice(0, 5), ...chain.slice(6)])).toEqual({
      kind: 'broken',
      seq: 7,
      why: 'gap',
    });
    expect(check([...chain.slice(0, 5), ...chain.slice(4)])).toEqual({
      kind: 'broken',
      seq: 5,
      why: 'gap',
    });
    expect(check(chain.slice(1))).toEqual({ kind: 'broken', seq: 2, why: 'gap' });
    expect(check([...chain].reverse()).kind).toBe('broken');
  });

  it('finds an entry that was changed and hashed again by the one after it', () => {
    const forged = chain.map((entry, index) => {
      if (index !== 10) return entry;
      const changed = { ...entry, body: { ...entry.body, totalMinor: 1 } };
      return { ...changed, hash: toHex(entryHash(fromHex(entry.prev), changed, sha256)) };
    });
    expect(check(forged)).toEqual({ kind: 'broken', seq: 12, why: 'prev' });
  });
});

describe('the schema of an export', () => {
  const entry = chain[0] as ExportedEntry;
  it.each([
    ['a field too many', { ...entry, extra: 1 }],
    ['upper-case hex', { ...entry, hash: entry.hash.toUpperCase() }],
    ['a hash too short', { ...entry, prev: entry.prev.slice(2) }],
    ['seq 0', { ...entry, seq: 0 }],
    ['a time with a fraction', { ...entry, at: 1.5 }],
    ['a body that is a list', { ...entry, body: [] }],
    ['an id that is none', { ...entry, id: '1' }],
    ['a date that is none', { ...entry, businessDate: '2026-02-30' }],
  ])('refuses %s', (_, bad) => {
    expect(exportedEntrySchema.safeParse(bad).success).toBe(false);
  });
});
