/** Goods that go down: done at once, or with a reason and an approval where main asks for them. */
import type { ChannelInput, Envelope, ToldUpTo } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { openDialog, type TakeBackAct, type TakeBackAsked } from '../page/use-till.ts';
import { callAllowed } from '../people/approval.ts';

export function sendTakeBack(act: TakeBackAct): Promise<Envelope<ToldUpTo>> {
  const { channel, input } = callOf(act);
  return call(channel, input);
}

/** The same with a reason, allowed by whoever may; null where nobody did. `lead` says why in words. */
export function takeBackAllowed(
  act: TakeBackAct,
  reasonId: string,
  lead: string,
): Promise<Envelope<ToldUpTo> | null> {
  const { channel, input } = callOf(act);
  return callAllowed(channel, { ...input, reasonId }, { lead });
}

type Act = 'basket.setQuantity' | 'basket.remove' | 'basket.undo' | 'basket.abandon';

function callOf(act: TakeBackAct): Readonly<{ channel: Act; input: ChannelInput<Act> }> {
  switch (act.kind) {
    case 'quantity':
      return { channel: 'basket.setQuantity', input: { line: act.line, quantity: act.quantity } };
    case 'remove':
      return { channel: 'basket.remove', input: { line: act.line } };
    case 'undo':
      return { channel: 'basket.undo', input: { saleId: act.saleId, act: act.act } };
    case 'abandon':
      return { channel: 'basket.abandon', input: { saleId: act.saleId } };
  }
}

/** Opens the sheet where main asks for more; whether it did. */
export function askTakeBack(act: TakeBackAct, { kind }: ProblemData): boolean {
  if (!isAsked(kind)) return false;
  openDialog({ kind: 'take-back', act, asked: kind });
  return true;
}

const isAsked = (kind: string): kind is TakeBackAsked =>
  kind === 'take-back-limit' || kind === 'weight-lowered';
