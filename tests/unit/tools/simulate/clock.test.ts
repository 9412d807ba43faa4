import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../../../domain/basics/clock.ts';
import { createVirtualClock, mortal } from '../../../../tools/simulate/clock.ts';

const start = Date.parse('2026-11-22T00:00:00Z');

/** Real work that takes several turns of the event loop. */
async function slowWork(turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return createHash('sha256').update(String(turns)).digest('hex').slice(0, 8);
}

describe('virtual time', () => {
  it('passes at once, timer by timer, in the order they are due', async () => {
    const clock = createVirtualClock(start);
    const seen: string[] = [];
    clock.after(200, () => seen.push(`b ${clock.monotonic()}`));
    clock.after(100, () => seen.push(`a ${clock.monotonic()}`));
    clock.after(200, () => seen.push(`c ${clock.monotonic()}`));
    await clock.pass(86_400_000 / 8);
    expect(seen).toEqual(['a 100', 'b 200', 'c 200']);
    expect(clock.now() - start).toBe(10_800_000);
  });

  it('stands still while promises are at work', async () => {
    const clock = createVirtualClock(start);
    const work = async (): Promise<number> => {
      for (let i = 0; i < 1_000; i += 1) await Promise.resolve();
      return clock.now();
    };
    clock.after(1, () => {});
    expect(await clock.until(work())).toBe(start);
  });

  it('does not run a timer that was taken back', async () => {
    const clock = createVirtualClock(start);
    let ran = false;
    const cancel = clock.after(5, () => {
      ran = true;
    });
    clock.after(1, cancel);
    await clock.pass(10);
    expect(ran).toBe(false);
  });

  it('lets in what is done outside at the moment agreed, however long it really takes', async () => {
    const order: string[] = [];
    const clock = createVirtualClock(start);
    const tell = (name: string, latencyMs: number, turns: number): Promise<void> =>
      clock
        .outside(latencyMs, () => slowWork(turns))
        .then(() => {
          order.push(`${name} ${clock.monotonic()}`);
        });
    const all = Promise.all([tell('late', 30, 1), tell('early', 10, 200), tell('middle', 20, 50)]);
    clock.after(15, () => order.push('timer 15'));
    await clock.until(all);
    expect(order).toEqual(['early 10', 'timer 15', 'middle 20', 'late 30']);
  });

  it('passes a failure of the outside on', async () => {
    const clock = createVirtualClock(start);
    const failing = clock.outside(5, () => Promise.reject(new Error('no answer')));
    await expect(clock.until(failing)).rejects.toThrow('no answer');
    expect(clock.monotonic()).toBe(5);
  });

  it('says so when nothing is left that could end a wait', async () => {
    const clock = createVirtualClock(start);
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow('nothing is left');
    const tick = (): void => {
      clock.after(60_000, tick);
    };
    tick();
    await expect(clock.until(new Promise(() => {}))).rejects.toThrow('waited for hours');
  });

  it('can be set, which moves the hands and no timer', async () => {
    const clock = createVirtualClock(start);
    let at = 0;
    clock.after(1_000, () => {
      at = clock.now();
    });
    clock.set(start - 3_600_000);
    await clock.pass(2_000);
    expect(at).toBe(start - 3_600_000 + 1_000);
    expect(clock.monotonic()).toBe(2_000);
  });

  it('comes to an end for whoever dies, and goes on for the others', async () => {
    const clock = createVirtualClock(start);
    const till = mortal(clock);
    const seen: string[] = [];
    void sleep(till.clock, 10).then(() => seen.push('till'));
    void till.clock.outside(10, () => slowWork(3)).then(() => seen.push('answer to the till'));
    void sleep(clock, 10).then(() => seen.push('others'));
    clock.after(5, till.die);
    await clock.pass(100);
    expect(seen).toEqual(['others']);
  });
});
