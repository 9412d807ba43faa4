/** What is needed a few times a day, by group: a digit for the group, and one within it. */
import type { Channel } from '../../domain/contract/ipc.ts';
import type { Right } from '../../domain/people/right.ts';
import type { Dialog, Screen, Till } from '../page/use-till.ts';
import type { MessageKey } from '../words/i18n.tsx';

type Verb = Extract<Channel, 'till.syncNow' | 'till.signOut'>;
export type Entry = Readonly<{
  id: string;
  label: MessageKey;
  needs: Right | null;
  /** Why it leads nowhere as things stand; null where it leads somewhere. */
  lacks?: (till: Till) => MessageKey | null;
  does:
    | Readonly<{ go: Screen }>
    | Readonly<{ call: Verb; done: MessageKey | null }>
    /** Where the right is missing, its sheet asks somebody who has it on the spot. */
    | Readonly<{ opens: Dialog }>;
}>;
export type Group = Readonly<{ id: string; label: MessageKey; entries: readonly Entry[] }>;

const hasLines = ({ basket }: Till) => (basket?.lines.length ?? 0) > 0;
const wantsGoods = (till: Till) => (hasLines(till) ? null : 'more.nothingThere');
const wantsNoGoods = (till: Till) => (hasLines(till) ? 'more.goodsThere' : null);
const wantsHeld = (till: Till) =>
  till.state?.held.length ? wantsNoGoods(till) : ('more.noneHeld' as const);

export const groups: readonly Group[] = [
  {
    id: 'sale',
    label: 'more.group.sale',
    entries: [
      {
        id: 'more-hold',
        label: 'more.hold',
        needs: 'sell',
        lacks: wantsGoods,
        does: { opens: { kind: 'hold' } },
      },
      {
        id: 'more-recall',
        label: 'more.recall',
        needs: 'sell',
        lacks: wantsHeld,
        does: { opens: { kind: 'recall' } },
      },
      {
        id: 'more-note',
        label: 'more.note',
        needs: 'sell',
        lacks: wantsGoods,
        does: { opens: { kind: 'note' } },
      },
      { id: 'more-recent', label: 'more.recent', needs: 'receipt.reprint', does: { go: 'recent' } },
      { id: 'more-return', label: 'more.return', needs: 'sell', does: { go: 'returns' } },
    ],
  },
  {
    id: 'cash',
    label: 'more.group.cash',
    entries: [
      {
        id: 'more-drawer',
        label: 'more.drawer',
        needs: 'drawer.open',
        does: { opens: { kind: 'no-sale' } },
      },
      {
        id: 'more-pay-in',
        label: 'more.payIn',
        needs: 'cash.pay-in',
        does: { opens: { kind: 'move', way: 'pay-in' } },
      },
      {
        id: 'more-pay-out',
        label: 'more.payOut',
        needs: 'cash.pay-out',
        does: { opens: { kind: 'move', way: 'pay-out' } },
      },
      {
        id: 'more-safe-drop',
        label: 'more.safeDrop',
        needs: 'cash.safe-drop',
        does: { opens: { kind: 'move', way: 'safe-drop' } },
      },
      {
        id: 'more-hand-over',
        label: 'more.handOver',
        needs: 'sell',
        lacks: wantsNoGoods,
        does: { go: 'handover' },
      },
    ],
  },
  {
    id: 'day',
    label: 'more.group.day',
    entries: [
      { id: 'more-x-report', label: 'more.xReport', needs: 'report.x', does: { go: 'x-report' } },
      { id: 'more-close', label: 'more.close', needs: 'day.close', does: { go: 'close' } },
      {
        id: 'more-sign-ins',
        label: 'more.signIns',
        needs: 'report.sign-ins',
        does: { go: 'sign-ins' },
      },
    ],
  },
  {
    id: 'till',
    label: 'more.group.till',
    entries: [
      { id: 'more-devices', label: 'more.devices', needs: null, does: { go: 'devices' } },
      {
        id: 'more-sync',
        label: 'more.sync',
        needs: null,
        does: { call: 'till.syncNow', done: 'more.syncDone' },
      },
      {
        id: 'more-my-sign-in',
        label: 'more.mySignIn',
        needs: 'own.secrets',
        does: { go: 'my-sign-in' },
      },
      {
        id: 'more-sign-out',
        label: 'more.signOut',
        needs: 'till.sign-out',
        does: { call: 'till.signOut', done: null },
      },
    ],
  },
];
