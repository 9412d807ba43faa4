/** How people prove who they are: what each way is, which ones a store asks for, and what a secret must be like. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { Problem } from '../words/problem.ts';

/** `secret`: number and PIN or password. `badge`: QR or barcode. `card`: staff card. `passkey`: WebAuthn. */
export const waysIn = ['secret', 'badge', 'card', 'passkey'] as const;
export const wayInSchema = z.enum(waysIn);
export type WayIn = z.infer<typeof wayInSchema>;
/** As it is written down: a later version may have more of them. */
export const anyWayInSchema = growing(waysIn);
export type AnyWayIn = z.infer<typeof anyWayInSchema>;

/** Each inner list is a combination that suffices: `[['secret'], ['badge', 'secret'], ['passkey']]`. */
export const signInWaysSchema = z.array(z.array(wayInSchema).min(1).max(4)).min(1).max(8);
export type SignInWays = z.infer<typeof signInWaysSchema>;

export const secretRulesSchema = z.object({
  /** Fewest digits of a PIN. */
  digitsMin: z.int().min(4).max(12),
  /** Passwords of eight characters and more are taken as well as PINs. */
  passwords: z.boolean(),
  /** Days until a secret must be changed; null for never. */
  lifeDays: z.int().positive().nullable(),
});
export type SecretRules = z.infer<typeof secretRulesSchema>;

export type WaysVerdict =
  | Readonly<{ kind: 'enough' }>
  /** Any of these would go on towards a combination. */
  | Readonly<{ kind: 'more'; ways: readonly WayIn[] }>
  /** No combination of this store has what was shown. */
  | Readonly<{ kind: 'not-allowed' }>;

export function judgeWays(allowed: SignInWays, shown: readonly WayIn[]): WaysVerdict {
  const fitting = allowed.filter((combination) => shown.every((way) => combination.includes(way)));
  if (shown.length === 0 || fitting.length === 0) return { kind: 'not-allowed' };
  const missing = fitting.map((combination) => combination.filter((way) => !shown.includes(way)));
  if (missing.some((ways) => ways.length === 0)) return { kind: 'enough' };
  return { kind: 'more', ways: [...new Set(missing.flat())] };
}

/** What somebody may begin with. */
export function firstWays(allowed: SignInWays): WayIn[] {
  return [...new Set(allowed.flat())];
}

/** Whether a secret must be changed before its operator goes on. One of unknown age does not grow old. */
export function isSecretDue(
  rules: SecretRules,
  secret: Readonly<{ mustChangeSecret: boolean; secretSetAt: number | null }>,
  nowMs: number,
): boolean {
  if (secret.mustChangeSecret) return true;
  if (rules.lifeDays === null || secret.secretSetAt === null) return false;
  return nowMs - secret.secretSetAt > rules.lifeDays * dayMs;
}

const dayMs = 24 * 3_600_000;

/** Why `secret` may not become the one of operator `number`; null where it may. */
export function judgeSecret(rules: SecretRules, number: string, secret: string): Problem | null {
  const weak = (why: string) => new Problem('secret-too-weak', { why, digitsMin: rules.digitsMin });
  if (!/^\d+$/.test(secret)) return rules.passwords ? null : weak('digits-only');
  if (secret === number) return weak('same-as-number');
  if (secret.length < rules.digitsMin) return weak('too-short');
  if (new Set(secret).size === 1) return weak('one-digit');
  return isRun(secret) ? weak('run') : null;
}

/** `123456`, `9876`: up or down by one, all the way. */
function isRun(digits: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < digits.length; at += 1)
    steps.add(Number(digits[at]) - Number(digits[at - 1]));
  const [step] = steps;
  return steps.size === 1 && (step === 1 || step === -1);
}
