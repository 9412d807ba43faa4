/** Goods that go down: done at once, or with a reason and an approval where main asks for them. */
import type { Allowance, Envelope, ToldUpTo } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { openDialog, type TakeBackAct, type TakeBackAsked } from '../page/use-till.ts';

export function sendTakeBack(act: TakeBackAct, allowed?: Allowance): Promise<Envelope<ToldUpTo>> {
  const more = allowed === undefined ? {} : { allowed };
  switch (act.kind) {
    case 'quantity':
      return call('basket.setQuantity', { line: act.line, quantity: act.quantity, ...more });
    case 'remove':
      return call('basket.remove', { line: act.line, ...more });
    case 'abandon':
      return call('basket.abandon', { saleId: act.saleId, ...more });
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
