/** @vitest-environment node */
import { expect, it } from 'vitest';
import { tillEventSchema } from '../../../../domain/contract/told.ts';
import { connect, useTill } from '../../../../renderer/page/use-till.ts';

it('what is older than what the page has is dropped', async () => {
  let tell: (event: unknown) => void = () => {};
  Object.assign(globalThis, {
    window: {
      till: {
        invoke: async () => ({ ok: false, problem: { kind: 'unexpected', params: {} } }),
        onEvent: (listener: (event: unknown) => void) => {
          tell = listener;
          return () => {};
        },
      },
    },
  });
  await connect();
  const payment = (seq: number, stage: string) =>
    tillEventSchema.parse({
      kind: 'payment',
      seq,
      view: { attemptId: 'a', amountMinor: 1, stage, maskedPan: null, problem: null, saleId: null },
    });
  tell(payment(2, 'declined'));
  tell(payment(1, 'enter-pin'));
  expect(useTill.getState().payment?.stage).toBe('declined');
  tell(payment(3, 'preparing'));
  expect(useTill.getState().payment?.stage).toBe('preparing');
});
