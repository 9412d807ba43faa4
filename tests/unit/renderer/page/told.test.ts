/** @vitest-environment node */
import { expect, it } from 'vitest';
import { tillEventSchema } from '../../../../domain/contract/told.ts';
import { connect, hearPayment, useTill } from '../../../../renderer/page/use-till.ts';

type Tell = (event: unknown) => void;

/** A page that is connected; answers main's voice. */
async function connected(): Promise<Tell> {
  let tell: Tell = () => {};
  Object.assign(globalThis, {
    window: {
      till: {
        invoke: async () => ({ ok: false, problem: { kind: 'unexpected', params: {} } }),
        onEvent: (listener: Tell) => {
          tell = listener;
          return () => {};
        },
      },
    },
  });
  await connect();
  return tell;
}

const payment = (seq: number, stage: string) =>
  tillEventSchema.parse({
    kind: 'payment',
    seq,
    view: { attemptId: 'a', amountMinor: 1, stage, maskedPan: null, problem: null, saleId: null },
  });

it('what is older than what the page has is dropped', async () => {
  const tell = await connected();
  tell(payment(2, 'declined'));
  tell(payment(1, 'enter-pin'));
  expect(useTill.getState().payment?.stage).toBe('declined');
  tell(payment(3, 'preparing'));
  expect(useTill.getState().payment?.stage).toBe('preparing');
});

it('an answer that overtakes what was told before it waits for it', async () => {
  const tell = await connected();
  tell(payment(11, 'contacting-host'));
  const ended = hearPayment({ seq: 12 });
  tell(payment(12, 'approved'));
  expect((await ended)?.stage).toBe('approved');
  expect((await hearPayment({ seq: 12 }))?.stage).toBe('approved');
});
