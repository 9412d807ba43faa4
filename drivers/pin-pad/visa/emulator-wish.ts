/** What the emulated pad wants of a person at its keypad, as the till's message has it. */
import type { PinRules, TillMessage } from './messages.ts';
import { limits } from './spec.ts';

export type PinWish = Readonly<{
  kind: 'pin';
  pan: string;
  /** Null for DUKPT, which is answered as 71 or as 73. */
  wrappedKey: string | null;
  answerId: 'pin' | 'dukptPin';
  rules: PinRules;
  lines: readonly string[];
  processing: string;
  echo: string;
  waitMs: number;
}>;

export type DigitsWish = Readonly<{ kind: 'digits'; echo: boolean; digitsMax: number }>;
export type Wish = PinWish | DigitsWish | Readonly<{ kind: 'key' }>;

type AskPin = Extract<
  TillMessage,
  { kind: 'askPin' | 'askPinOnly' | 'askPinPrompted' | 'askPinEchoed' }
>;

const ownRules: PinRules = {
  digitsMin: limits.pinDigitsMin,
  digitsMax: limits.pinDigitsMax,
  emptyAllowed: true,
};

export function pinWish(message: AskPin): PinWish {
  const { pan, wrappedKey } = message;
  const common = {
    kind: 'pin',
    pan,
    wrappedKey,
    answerId: 'pin',
    rules: ownRules,
    lines: ['ENTER PIN'],
    processing: 'PLEASE WAIT',
    echo: '*',
    waitMs: limits.pinTimeoutStepsMax * limits.pinTimeoutStepMs,
  } as const;
  switch (message.kind) {
    case 'askPin':
      return {
        ...common,
        lines: [`AMOUNT ${(message.amountMinor / 100).toFixed(2)}`, 'ENTER PIN'],
        ...waiting(message.timeoutSteps),
      };
    case 'askPinOnly':
      return { ...common, answerId: 'dukptPin' };
    case 'askPinPrompted':
      return {
        ...common,
        rules: message,
        lines: message.prompts,
        processing: message.processing,
        ...waiting(message.timeoutSteps),
      };
    case 'askPinEchoed':
      return { ...common, answerId: 'dukptPin', rules: message, echo: message.echo };
  }
}

const waiting = (steps: number | null): Readonly<{ waitMs?: number }> =>
  steps === null ? {} : { waitMs: steps * limits.pinTimeoutStepMs };
