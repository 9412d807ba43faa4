import { describe, expect, it } from 'vitest';
import { Problem, toProblem } from '../../../../domain/words/problem.ts';
import { createAgingMap } from '../../../../server/basics/aging-map.ts';
import { createRateLimiter } from '../../../../server/basics/rate-limit.ts';
import { createGate } from '../../../../server/door/gate.ts';
import { createReplays } from '../../../../server/door/replays.ts';
import { handClock } from '../../../helpers/hand-clock.ts';

describe('a rate', () => {
  it('lets a burst through, then one each time there is room again, for each source by itself', () => {
    const clock = handClock();
    const limiter = createRateLimiter(clock, { burst: 3, perSecond: 0.5 });
    const taken = () => limiter.take('a');
    expect([taken(), taken(), taken()]).toEqual([0, 0, 0]);
    expect(taken()).toBe(2_000);
    expect(limiter.take('b')).toBe(0);
    clock.advance(1_500);
    expect(taken()).toBe(500);
    clock.advance(500);
    expect([taken(), taken()]).toEqual([0, 2_000]);
    limiter.giveBack('a');
    expect(taken()).toBe(0);
    clock.advance(3_600_000);
    expect([taken(), taken(), taken(), taken() > 0]).toEqual([0, 0, 0, true]);
  });
});

describe('a map that forgets', () => {
  it('keeps what is younger than its life, and no more keys than it may', () => {
    const clock = handClock();
    const map = createAgingMap<number>(clock, 1_000, 10);
    map.set('a', 1);
    clock.advance(999);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    clock.advance(999);
    expect([map.get('a'), map.get('b')]).toEqual([1, 2]);
    clock.advance(2_000);
    expect([map.get('a'), map.get('b')]).toEqual([undefined, undefined]);
    for (let key = 0; key < 100; key += 1) map.set(String(key), key);
    const kept = Array.from({ length: 100 }, (_, key) => map.get(String(key)));
    expect(kept.filter((value) => value !== undefined).length).toBeLessThanOrEqual(20);
    expect(map.get('99')).toBe(99);
  });
});

it('a nonce is good once for as long as its signature is', () => {
  const clock = handClock();
  const replays = createReplays(clock, 600_000);
  expect(replays.isFirst('till', 'n')).toBe(true);
  expect(replays.isFirst('other', 'n')).toBe(true);
  clock.advance(599_999);
  expect(replays.isFirst('till', 'n')).toBe(false);
});

describe('a gate', () => {
  const options = { working: 2, waiting: 2, perSource: 3 };

  it('lets so many work and so many wait, and sends the rest away with when to come again', async () => {
    const gate = createGate(options);
    const ends: (() => void)[] = [];
    let working = 0;
    let most = 0;
    const visit = (source: string) =>
      gate.pass(source, (inTurn) =>
        inTurn(async () => {
          working += 1;
          most = Math.max(most, working);
          await new Promise<void>((end) => ends.push(end));
          working -= 1;
        }),
      );
    const inside = ['a', 'b', 'c', 'd'].map(visit);
    await expect(visit('e')).rejects.toMatchObject({
      kind: 'server-busy',
      params: { seconds: 2 },
    });
    for (let done = 0; done < inside.length; ) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const end of ends.splice(0)) {
        end();
        done += 1;
      }
    }
    await Promise.all(inside);
    expect(most).toBe(2);
    const again = visit('e');
    await new Promise((resolve) => setImmediate(resolve));
    ends[0]?.();
    await again;
  });

  it('gives one source no more places than its share, and the place back when it fails', async () => {
    const gate = createGate(options);
    const fails = () =>
      gate.pass('a', async () => {
        throw new Problem('bad-request', { why: 'x' });
      });
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await fails().catch(toProblem)) as Problem).toMatchObject({ kind: 'bad-request' });
    }
    let end = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      end = resolve;
    });
    const held = [1, 2, 3].map(() => gate.pass('a', () => waiting));
    expect(await gate.pass('a', () => waiting).catch(toProblem)).toMatchObject({
      kind: 'server-busy',
    });
    const other = gate.pass('b', () => waiting);
    end();
    await Promise.all([...held, other]);
  });
});
