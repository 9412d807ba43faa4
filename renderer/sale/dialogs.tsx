/** The dialog of the moment over the sale. */
import { useEffect, useRef } from 'react';
import { assertNever } from '../../domain/basics/assert.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import { MoveSheet } from '../cash/move-sheet.tsx';
import { NoSaleSheet } from '../cash/no-sale-sheet.tsx';
import { closeDialog, type Dialog, useTill } from '../page/use-till.ts';
import { CardSheet } from '../tenders/card-sheet.tsx';
import { CashSheet } from '../tenders/cash-sheet.tsx';
import { DoneSheet } from '../tenders/done-sheet.tsx';
import { GiveBackSheet } from '../tenders/give-back-sheet.tsx';
import { RefundSheet } from '../tenders/refund-sheet.tsx';
import { SettleSheet } from '../tenders/settle-sheet.tsx';
import { StraySheet } from '../tenders/stray-sheet.tsx';
import { WalletSheet } from '../tenders/wallet-sheet.tsx';
import { AbandonSheet } from './abandon-sheet.tsx';
import { DiscountSheet } from './discount-sheet.tsx';
import { RecallSheet } from './held.tsx';
import { HoldSheet } from './hold-sheet.tsx';
import { MoreSheet } from './more-sheet.tsx';
import { NoteSheet } from './note-sheet.tsx';
import { PriceSheet } from './price-sheet.tsx';
import { QuantitySheet } from './quantity-sheet.tsx';
import { TakeBackSheet } from './take-back-sheet.tsx';
import { UnreadSheet } from './unread-sheet.tsx';

export function SellDialogs({ onClosed }: Readonly<{ onClosed: () => void }>) {
  const dialog = useTill((till) => till.dialog);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (dialog === null && wasOpen.current) onClosed();
    wasOpen.current = dialog !== null;
  }, [dialog, onClosed]);
  return dialog === null ? null : <CurrentDialog dialog={dialog} />;
}

function CurrentDialog({ dialog }: Readonly<{ dialog: Dialog }>) {
  const basket = useTill((till) => till.basket);
  const lineOf = (number: number): PricedLine | undefined =>
    basket?.lines.find((line) => line.line === number);
  switch (dialog.kind) {
    case 'quantity': {
      const line = lineOf(dialog.line);
      return line ? <QuantitySheet goods={line} line={line} /> : null;
    }
    case 'weigh':
      return <QuantitySheet goods={dialog.item} line={null} />;
    case 'price': {
      const line = lineOf(dialog.line);
      return line ? <PriceSheet line={line} /> : null;
    }
    case 'discount': {
      const line = lineOf(dialog.line);
      return line ? <DiscountSheet line={line} /> : null;
    }
    case 'abandon':
      return <AbandonSheet />;
    case 'take-back':
      return <TakeBackSheet act={dialog.act} asked={dialog.asked} />;
    case 'hold':
      return <HoldSheet />;
    case 'note':
      return basket ? <NoteSheet basket={basket} /> : null;
    case 'recall':
      return <RecallSheet />;
    case 'no-sale':
      return <NoSaleSheet />;
    case 'move':
      return <MoveSheet way={dialog.way} />;
    case 'more':
      return <MoreSheet />;
    case 'cash':
      return basket ? <CashSheet basket={basket} givenMinor={dialog.givenMinor} /> : null;
    case 'refund':
      return basket ? <RefundSheet basket={basket} /> : null;
    case 'card':
      return <CardSheet partMinor={dialog.partMinor} />;
    case 'wallet':
      return <WalletSheet partMinor={dialog.partMinor} />;
    case 'give-back':
      return <GiveBackSheet part={dialog.part} />;
    case 'settle':
      return <SettleSheet onClose={closeDialog} />;
    case 'strays':
      return <StraySheet onClose={closeDialog} />;
    case 'unread':
      return <UnreadSheet />;
    case 'done':
      return <DoneSheet sale={dialog.sale} />;
    default:
      return assertNever(dialog);
  }
}
