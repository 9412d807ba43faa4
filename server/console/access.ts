/** Who may see the page: whoever knows the console key. Accounts for people come later. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../domain/clock.ts';

/** A week, so that a screen on the office wall stays on. */
export const passLifeMs = 7 * 24 * 3_600_000;

export type Access = Readonly<{
  /** What the browser keeps once it has shown the key; null when the key is wrong. */
  passFor(key: string): string | null;
  holds(pass: string | undefined): boolean;
}>;

/** Passes are signed with the key: another key, and every pass is worth nothing. */
export function createAccess(consoleKey: string, clock: Clock): Access {
  const seal = (text: string) => createHmac('sha256', consoleKey).update(text).digest('hex');
  const same = (a: string, b: string) =>
    timingSafeEqual(Buffer.from(seal(`compare ${a}`)), Buffer.from(seal(`compare ${b}`)));
  return {
    passFor: (key) => {
      if (!same(key, consoleKey)) return null;
      const until = clock.now() + passLifeMs;
      return `${until}.${seal(`pass ${until}`)}`;
    },
    holds: (pass = '') => {
      const [until = '', mark = ''] = pass.split('.');
      return (
        /^\d{1,15}$/.test(until) && Number(until) > clock.now() && same(mark, seal(`pass ${until}`))
      );
    },
  };
}
