import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeSettingsSchema } from '../../../../domain/office/store-settings.ts';
import {
  defaultPolicy,
  judgeSignIn,
  judgeStep,
  type StepState,
  stepNames,
} from '../../../../domain/sign-in/steps.ts';
import { shop } from '../shop.ts';
import { readTable } from '../table.ts';

describe('a step of the sign-in', () => {
  it.each(readTable('sign-in/step'))(
    'under $policy, failed: $failed, warned: $warned → $state',
    (row) => {
      const policy = row.policy as 'block' | 'warn' | 'skip';
      expect(judgeStep(policy, row.failed === 'yes', row.warned === 'yes')).toBe(row.state);
    },
  );
});

describe('the gate of the sign-in', () => {
  const state = fc.constantFrom<StepState>(
    'waiting',
    'running',
    'passed',
    'warned',
    'failed',
    'skipped',
  );
  it('opens when all eight have ended and none has failed, and never else', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 8, maxLength: 8 }), (states) => {
        const failed = states.includes('failed');
        const ended = !states.some((one) => one === 'waiting' || one === 'running');
        const verdict = failed ? 'blocked' : ended ? 'may-open' : 'running';
        expect(judgeSignIn(states)).toBe(verdict);
      }),
    );
  });
  it('stays shut when a step was forgotten', () => {
    expect(judgeSignIn(stepNames.slice(1).map(() => 'passed'))).toBe('running');
    expect(judgeSignIn([])).toBe('running');
  });
});

describe('the policy of a store', () => {
  it('has a word for each of the eight steps', () => {
    expect(Object.keys(defaultPolicy)).toEqual([...stepNames]);
  });
  it.each([
    ['operator', 'block', true],
    ['operator', 'warn', false],
    ['operator', 'skip', false],
    ['self-test', 'block', true],
    ['self-test', 'warn', true],
    ['self-test', 'skip', false],
    ['devices', 'skip', true],
    ['float', 'skip', true],
  ])('may set %s to %s: %s', (step, policy, allowed) => {
    const signInPolicy = { ...shop.signInPolicy, [step]: policy };
    expect(storeSettingsSchema.safeParse({ ...shop, signInPolicy }).success).toBe(allowed);
  });
  it('is kept as it came', () => {
    expect(storeSettingsSchema.parse(shop)).toEqual(shop);
  });
  it.each(['24:00', '4:00', '04:60', 'noon', ''])('refuses the cut-over "%s"', (cutOver) => {
    expect(storeSettingsSchema.safeParse({ ...shop, cutOver }).success).toBe(false);
  });
});
