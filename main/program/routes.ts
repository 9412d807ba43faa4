/** Channel → use case. The compiler refuses a channel without one, or one with another input or output. */
import type { z } from 'zod';
import type { Channel, ChannelOutput, channels } from '../../domain/contract/ipc.ts';
import type { Call } from '../till/call.ts';
import type { OpenTill } from '../till/open-till.ts';
import { openDrawer } from '../use-cases/cash/drawer.ts';
import { moveCash } from '../use-cases/cash/move.ts';
import { closeDay, countDrawer, previewClose } from '../use-cases/day/close/run.ts';
import { countForHandover, handOverDrawer, viewHandover } from '../use-cases/day/handover.ts';
import {
  attach,
  check,
  closeBench,
  detect,
  listChecks,
  listPorts,
  openBench,
  register,
  runTest,
  saveTrace,
  stopTest,
  viewBench,
  viewRegistered,
} from '../use-cases/devices/bench.ts';
import { saveReport } from '../use-cases/devices/bench-report.ts';
import { confirmDevice } from '../use-cases/devices/confirm.ts';
import {
  checkHealth,
  identify,
  listDevices,
  statistics,
  trace,
} from '../use-cases/devices/devices.ts';
import { favourites, inCategory, listCategories, search } from '../use-cases/goods/find.ts';
import { syncNow } from '../use-cases/office/sync.ts';
import { beginApproval, endApproval, giveApproval } from '../use-cases/people/approvals.ts';
import { challengeOnRequest } from '../use-cases/people/one-time-codes.ts';
import { listOperators } from '../use-cases/people/operators.ts';
import {
  listPasskeys,
  passkeyChallenge,
  passkeyCreation,
  registerPasskey,
  removePasskey,
} from '../use-cases/people/passkeys.ts';
import { changeSecret } from '../use-cases/people/secrets.ts';
import { unlockOperator } from '../use-cases/people/unlock-operator.ts';
import { refold } from '../use-cases/reports/checked-books.ts';
import { printX, viewX } from '../use-cases/reports/x-report.ts';
import { listSold, viewReturn } from '../use-cases/returns/find.ts';
import { takeReturn, voidSale } from '../use-cases/returns/take.ts';
import { addItem, overridePrice, scan, tellBasket } from '../use-cases/sale/basket.ts';
import { giveDiscount } from '../use-cases/sale/discount.ts';
import { hold, recall } from '../use-cases/sale/holds.ts';
import { writeNote } from '../use-cases/sale/note.ts';
import { recentSales, viewReceipt } from '../use-cases/sale/past-sales.ts';
import { printReceiptAgain } from '../use-cases/sale/receipts.ts';
import { abandon, removeLine, setQuantity } from '../use-cases/sale/take-back.ts';
import { undo } from '../use-cases/sale/undo.ts';
import { seenTo } from '../use-cases/sale/unread.ts';
import { weigh } from '../use-cases/sale/weigh.ts';
import { beginSignIn, cancelSignIn, chooseSecret } from '../use-cases/sign-in/begin.ts';
import { handOver, lock, signOut, unlock } from '../use-cases/sign-in/leave.ts';
import { liftLimit } from '../use-cases/sign-in/lift.ts';
import { liftStop } from '../use-cases/sign-in/lift-stop.ts';
import { viewPastSignIns } from '../use-cases/sign-in/past-sign-ins.ts';
import { confirmSeals, countFloat, retrySignIn, viewSignIn } from '../use-cases/sign-in/run.ts';
import { selfCheck } from '../use-cases/sign-in/self-check.ts';
import { resolveOnRequest } from '../use-cases/tenders/attempts.ts';
import { giveBack } from '../use-cases/tenders/give-back.ts';
import { cancelCard, payCard } from '../use-cases/tenders/pay-card.ts';
import { payCash, takeCash } from '../use-cases/tenders/pay-cash.ts';
import { listOpenPayments, settleAttempt } from '../use-cases/tenders/settle-attempt.ts';
import { keepStray, strayParts } from '../use-cases/tenders/stray-parts.ts';
import { askWallet, payWallet } from '../use-cases/tenders/wallet/pay.ts';
import { setLocale, viewState } from './state.ts';

/** Those about starting belong to app.ts: they are there before there is a till. */
export type StartupChannel = Extract<Channel, `startup.${string}`>;
export type TillChannel = Exclude<Channel, StartupChannel>;

type Answer<Name extends Channel> = ChannelOutput<Name> | Promise<ChannelOutput<Name>>;
export type Routes = {
  readonly [Name in TillChannel]: (
    till: OpenTill,
    input: z.output<(typeof channels)[Name]['input']>,
    call: Call,
  ) => Answer<Name>;
};

export const routes: Routes = {
  'till.state': viewState,
  'till.setLocale': setLocale,
  'till.lock': lock,
  'till.unlock': unlock,
  'till.signOut': signOut,
  'till.syncNow': syncNow,

  'signIn.operators': listOperators,
  'signIn.view': viewSignIn,
  'signIn.begin': beginSignIn,
  'signIn.confirmSeals': confirmSeals,
  'signIn.countFloat': countFloat,
  'signIn.retry': retrySignIn,
  'signIn.cancel': cancelSignIn,
  'signIn.unlockOperator': unlockOperator,

  'catalogue.favourites': favourites,
  'catalogue.category': inCategory,
  'catalogue.categories': listCategories,
  'catalogue.search': search,

  'basket.view': tellBasket,
  'basket.scan': scan,
  'basket.add': addItem,
  'basket.setQuantity': setQuantity,
  'basket.weigh': weigh,
  'basket.remove': removeLine,
  'basket.overridePrice': overridePrice,
  'basket.undo': undo,
  'basket.hold': hold,
  'basket.recall': recall,
  'basket.seenTo': seenTo,
  'basket.discount': giveDiscount,
  'basket.note': writeNote,
  'basket.abandon': abandon,

  'returns.list': listSold,
  'returns.view': viewReturn,
  'returns.take': takeReturn,
  'returns.void': voidSale,

  'sale.payCash': payCash,
  'sale.payCard': payCard,
  'sale.payWallet': payWallet,
  'sale.askWallet': askWallet,
  'sale.takeCash': takeCash,
  'sale.giveBack': giveBack,
  'sale.cancelCard': cancelCard,
  'sale.recent': recentSales,
  'sale.receipt': viewReceipt,
  'sale.printReceipt': printReceiptAgain,
  'attempt.resolve': resolveOnRequest,
  'attempt.list': listOpenPayments,
  'tender.strays': strayParts,
  'tender.keep': keepStray,
  'attempt.settle': settleAttempt,
  'drawer.open': openDrawer,
  'cash.move': moveCash,

  'report.x': viewX,
  'report.printX': printX,
  'drawer.view': viewHandover,
  'drawer.count': countForHandover,
  'drawer.handOver': handOverDrawer,
  'day.preview': previewClose,
  'day.count': countDrawer,
  'day.close': closeDay,
  'day.refold': refold,

  'devices.list': listDevices,
  'devices.identify': identify,
  'devices.health': checkHealth,
  'devices.statistics': statistics,
  'devices.trace': trace,

  'bench.view': viewBench,
  'bench.open': openBench,
  'bench.close': closeBench,
  'bench.ports': listPorts,
  'bench.detect': detect,
  'bench.check': check,
  'bench.test': runTest,
  'bench.stopTest': stopTest,
  'bench.attach': attach,
  'bench.checks': listChecks,
  'bench.registered': viewRegistered,
  'bench.register': register,
  'bench.confirm': confirmDevice,
  'bench.report': saveReport,
  'bench.saveTrace': saveTrace,

  'approval.begin': beginApproval,
  'approval.give': giveApproval,
  'approval.end': endApproval,
  'signIn.changeSecret': chooseSecret,
  'signIn.lift': liftLimit,
  'signIn.liftStop': liftStop,
  'till.handOver': handOver,
  'till.selfCheck': selfCheck,
  'passkey.challenge': passkeyChallenge,
  'passkey.creation': passkeyCreation,
  'passkey.register': registerPasskey,
  'passkey.list': listPasskeys,
  'passkey.remove': removePasskey,
  'secret.change': changeSecret,
  'code.challenge': challengeOnRequest,
  'report.signIns': viewPastSignIns,
};
